# options: {class = "code.Child", parts = {Shown = "_text"}}
# notes: `Child.show` stays: `twice` asks `super()` for it
# file: code.py
class Base:
    def show(self):
        return "base"


class Child(Base):
    def __init__(self):
        self._text = "child"
        self._count = 0

    def show(self):
        return self._text

    def twice(self):
        self._count += 1
        return super().show()

    def text(self):
        return self._text

    def shout(self):
        return self._text.upper()

    def count(self):
        return self._count


assert Child().twice() == "base"
# after
# file: code.py
class Base:
    def show(self):
        return "base"


class Shown:
    """The part of `Child` around `_text`."""

    def text(self):
        return self._text

    def shout(self):
        return self._text.upper()


class Child(Shown, Base):
    def __init__(self):
        self._text = "child"
        self._count = 0

    def show(self):
        return self._text

    def twice(self):
        self._count += 1
        return super().show()

    def count(self):
        return self._count


assert Child().twice() == "base"
