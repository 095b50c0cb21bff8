# options: {new = "runtime_edited", place = "runtime", to = "archive/runtime"}
# refuses: ambiguous
# file: runtime/__init__.py
# file: runtime/ops.py
OPS = 1
# file: runtime_edited/__init__.py
# file: runtime_edited/ops.py
OPS = 2
