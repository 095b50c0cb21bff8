# options: {modules = {"pkg.a" = "pkg.b", "pkg.b" = "pkg.a"}}
# refuses: not-final
# file: use.py
import pkg.a
