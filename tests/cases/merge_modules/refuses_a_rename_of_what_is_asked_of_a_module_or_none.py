# options: {from = ["pkg.old"], into = "pkg.new", rename = {Thing = "Other"}, leave = "reexport"}
# refuses: unproven-reference
# file: pkg/__init__.py
# file: pkg/old.py
class Thing: ...
# file: pkg/new.py
# file: user.py
try:
    from pkg import old as impl
except ImportError:
    impl = None

print(impl and impl.Thing)
