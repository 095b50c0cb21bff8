# options: {modules = {"pkg/a.py" = "pkg.b"}}
# refuses: bad-name
# file: use.py
import pkg
