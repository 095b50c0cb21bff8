# options: {functions = ["pkg.f"], class = "Tools"}
# refuses: name-taken
# file: pkg.py
def f():
    return 1


class Tools:
    pass


class More(Tools):
    def f(self):
        return 2
