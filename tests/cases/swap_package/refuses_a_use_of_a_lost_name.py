# options: {new = "runtime_edited", place = "runtime", to = "archive/runtime-old"}
# refuses: lost-name
# file: bench.py
from runtime.planner import helper
# file: runtime/__init__.py
# file: runtime/planner.py
def helper():
    return 1
# file: runtime_edited/__init__.py
# file: runtime_edited/planner.py
def order(items):
    return sorted(items)
