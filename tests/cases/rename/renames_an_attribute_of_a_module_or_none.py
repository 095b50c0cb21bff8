# options: {rename = {"pkg.a.f" = "g"}}
# file: pkg/__init__.py
# file: pkg/a.py
def f(): ...
def rest(): ...
# file: pkg/b.py
def h(): ...
# file: user.py
try:
    from pkg import a as impl
except ImportError:
    impl = None

print(impl and impl.f, impl.rest)
# after
# file: pkg/__init__.py
# file: pkg/a.py
def g(): ...
def rest(): ...
# file: pkg/b.py
def h(): ...
# file: user.py
try:
    from pkg import a as impl
except ImportError:
    impl = None

print(impl and impl.g, impl.rest)
