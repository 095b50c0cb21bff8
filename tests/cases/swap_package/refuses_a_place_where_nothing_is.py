# options: {new = "runtime_edited", place = "runtime", old = "delete"}
# refuses: no-such-path
# file: runtime_edited/__init__.py
