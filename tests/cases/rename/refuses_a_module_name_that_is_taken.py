# options: {rename = {"pkg.a" = "pkg.b"}}
# refuses: name-taken
# file: pkg/__init__.py
# file: pkg/a.py
x = 1
# file: pkg/b.py
x = 1
