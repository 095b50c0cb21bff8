# options: {class = "code.Child", parts = {Shown = "_text"}}
# file: code.py
class Base:
    def show(self):
        return "base"

    def hide(self):
        return "hidden"


class Child(Base):
    def __init__(self):
        super().__init__()
        self._text = "child"
        self._count = 0

    def show(self):
        return self._text + super().show()

    def text(self):
        return self._text

    def hide(self):
        self._count += 1
        return super().hide()

    def hidden(self):
        return self._count


assert Child().show() == "childbase"
# after
# file: code.py
class Base:
    def show(self):
        return "base"

    def hide(self):
        return "hidden"


class Shown:
    """The part of `Child` around `_text`."""

    def show(self):
        return self._text + super().show()

    def text(self):
        return self._text


class Child(Shown, Base):
    def __init__(self):
        super().__init__()
        self._text = "child"
        self._count = 0

    def hide(self):
        self._count += 1
        return super().hide()

    def hidden(self):
        return self._count


assert Child().show() == "childbase"
