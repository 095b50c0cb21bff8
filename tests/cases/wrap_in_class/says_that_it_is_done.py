# options: {functions = ["pkg.f"], class = "Tools"}
# notes: is in `Tools` already
# file: pkg.py
class Tools:
    @staticmethod
    def f():
        return 1


f = Tools.f
