# options: {classes = ["pkg.a.A", "pkg.a.B"], into = "pkg.a.Base"}
# file: pkg/__init__.py
# file: pkg/a.py
class Mixin:
    def show(self):
        return "mixin"


class A(Mixin):
    def show(self):
        text = super().show()
        text += self.name
        return text.strip()

    def drain(self, most):
        """Takes out what is there, `most` at a time."""
        taken = []
        while self.waiting and len(taken) < most:
            item = self.waiting.pop(0)
            if item in self.seen:
                continue
            self.seen.add(item)
            taken.append(item)
        for item in taken:
            self.finish(item)
        return taken


class B(Mixin, metaclass=type):
    def show(self):
        text = super().show()
        text += self.name
        return text.strip()

    def drain(self, most):
        """Takes out what is there, `most` at a time."""
        taken = []
        while self.waiting and len(taken) < most:
            item = self.waiting.pop(0)
            if item in self.seen:
                continue
            self.seen.add(item)
            taken.append(item)
        for item in taken:
            self.finish(item)
        return taken
# after
# file: pkg/__init__.py
# file: pkg/a.py
class Mixin:
    def show(self):
        return "mixin"


class Base:
    """What `A` and `B` have in common."""

    def show(self):
        text = super().show()
        text += self.name
        return text.strip()

    def drain(self, most):
        """Takes out what is there, `most` at a time."""
        taken = []
        while self.waiting and len(taken) < most:
            item = self.waiting.pop(0)
            if item in self.seen:
                continue
            self.seen.add(item)
            taken.append(item)
        for item in taken:
            self.finish(item)
        return taken


class A(Base, Mixin):
    pass


class B(Base, Mixin, metaclass=type):
    pass
