# options: {functions = ["pkg.f"], class = "Tools"}
# file: pkg.py
def f(x):
    class Inner(type(x)):
        __slots__ = ()

        def get(self):
            return super().__repr__()

    return Inner
# after
# file: pkg.py
class Tools:
    @staticmethod
    def f(x):
        class Inner(type(x)):
            __slots__ = ()

            def get(self):
                return super().__repr__()

        return Inner
