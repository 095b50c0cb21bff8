# options: {from = ["pkg.alg.old"], into = "pkg.alg.new", leave = "nothing"}
# notes: pkg/conftest.py:3: the string `alg/old.py` names a file that goes: see to it by hand
# file: pkg/__init__.py
# file: pkg/alg/__init__.py
# file: pkg/alg/new.py
def g():
    pass
# file: pkg/alg/old.py
def f():
    pass
# file: pkg/conftest.py
needs_numpy = [
    "alg/new.py",
    "alg/old.py",
]
# after
# file: pkg/__init__.py
# file: pkg/alg/__init__.py
# file: pkg/alg/new.py
def g():
    pass


def f():
    pass
# file: pkg/conftest.py
needs_numpy = [
    "alg/new.py",
    "alg/old.py",
]
