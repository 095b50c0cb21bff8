# options: {from = ["pkg.a"], into = "pkg.b", leave = "nothing"}
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
# after
# file: pkg/__init__.py
# file: pkg/b.py
def h(): ...


def f(): ...
# file: user.py
try:
    import fast_one as impl
except ImportError:
    from pkg import b as impl

print(impl.f)
