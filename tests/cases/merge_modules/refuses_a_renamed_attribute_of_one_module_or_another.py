# options: {from = ["pkg.a"], into = "pkg.b", rename = {f = "g"}, leave = "nothing"}
# refuses: unproven-reference
# file: pkg/__init__.py
# file: pkg/a.py
def f(): ...
# file: pkg/b.py
def h(): ...
# file: user.py
try:
    import fast_one as impl
except ImportError:
    from pkg import a as impl

print(impl.f)
