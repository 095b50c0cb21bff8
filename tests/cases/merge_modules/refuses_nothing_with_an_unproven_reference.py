# options: {from = ["pkg.a"], into = "pkg.b", leave = "nothing"}
# refuses: unproven-reference
# file: pkg/__init__.py
# file: pkg/a.py
class Thing:
    pass
# file: pkg/b.py
x = 1
# file: pkg/user.py
def f(name):
    return f"pkg.a.{name}"
