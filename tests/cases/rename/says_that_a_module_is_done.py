# options: {rename = {"pkg.a" = "pkg.b"}}
# notes: `pkg.a` is `pkg.b` already
# file: pkg/__init__.py
# file: pkg/b.py
x = 1
