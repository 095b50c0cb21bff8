# options: {new = "runtime/edited", place = "runtime", old = "delete"}
# refuses: bad-name
# file: runtime/__init__.py
# file: runtime/edited/__init__.py
