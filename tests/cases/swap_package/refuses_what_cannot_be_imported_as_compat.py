# options: {new = "runtime_edited", place = "runtime", old = "compat", to = "archive/runtime-old"}
# refuses: no-module
# file: runtime/__init__.py
# file: runtime/ops.py
OPS = 1
# file: runtime_edited/__init__.py
# file: runtime_edited/ops.py
PS = 2
