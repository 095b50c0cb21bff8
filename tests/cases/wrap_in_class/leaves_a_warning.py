# options: {functions = ["pkg.a.f"], class = "Tools", leave = "compat", remove_in = "2.0"}
# file: pkg/__init__.py
# file: pkg/a.py
def f(x):
    return x
# file: pkg/b.py
from .a import f

X = f(1)
# after
# file: pkg/__init__.py
# file: pkg/a.py
class Tools:
    @staticmethod
    def f(x):
        return x


def f(*args, **kwargs):
    import warnings

    message = "pkg.a.f is deprecated and goes in 2.0: use pkg.a.Tools.f"
    warnings.warn(message, DeprecationWarning, stacklevel=2)
    return Tools.f(*args, **kwargs)
# file: pkg/b.py
from .a import Tools

X = Tools.f(1)
