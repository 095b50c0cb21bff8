# options: {new = "runtime_edited", place = "runtime", to = "../old"}
# refuses: outside
# file: runtime/__init__.py
# file: runtime_edited/__init__.py
