# options: {modules = {"pkg" = "pkg.core"}}
# refuses: not-final
# file: use.py
import pkg
