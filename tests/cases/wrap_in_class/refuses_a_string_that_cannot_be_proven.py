# options: {functions = ["pkg.a.f"], class = "Tools"}
# refuses: unproven-reference
# file: pkg/__init__.py
# file: pkg/a.py
def f():
    return 1


CODE = "import pkg.a; pkg.a.f()"
