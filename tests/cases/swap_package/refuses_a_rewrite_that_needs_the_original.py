# options: {new = "runtime_edited", place = "runtime", old = "delete"}
# refuses: uses-old
# file: runtime/__init__.py
# file: runtime/ops.py
OPS = 1
# file: runtime_edited/__init__.py
# file: runtime_edited/ops.py
from runtime.ops import OPS
