# options: {new = "runtime_edited", place = "runtime"}
# refuses: bad-name
# file: runtime/__init__.py
# file: runtime_edited/__init__.py
