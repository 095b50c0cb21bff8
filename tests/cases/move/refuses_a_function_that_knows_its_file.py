# options: {symbols = ["pkg.a.here"], into = "pkg.deep.b"}
# refuses: module-place
# file: pkg/__init__.py
# file: pkg/a.py
def here():
    return __file__
# file: pkg/deep/__init__.py
