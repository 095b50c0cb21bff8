# options: {new = "runtime_edited", place = "runtime", old = "delete"}
# notes: runtime_edited has taken the place of runtime already
# file: runtime/__init__.py
