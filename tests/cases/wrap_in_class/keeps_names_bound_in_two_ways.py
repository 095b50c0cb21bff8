# options: {functions = ["pkg.a.f"], class = "Tools"}
# notes: goes on showing
# file: pkg/__init__.py
# file: pkg/a.py
def f():
    return 1
# file: pkg/b.py
try:
    from pkg.a import f
except ImportError:
    f = None

print(f and f())
# file: pkg/c.py
class C:
    from pkg.a import f as g


print(C.g())
# after
# file: pkg/__init__.py
# file: pkg/a.py
class Tools:
    @staticmethod
    def f():
        return 1
# file: pkg/b.py
try:
    from pkg.a import Tools
    f = Tools.f
except ImportError:
    f = None

print(f and f())
# file: pkg/c.py
class C:
    from pkg.a import Tools
    g = Tools.f


print(C.g())
