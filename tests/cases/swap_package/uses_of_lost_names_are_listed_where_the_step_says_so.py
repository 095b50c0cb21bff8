# options: {new = "runtime_edited", place = "runtime", to = "archive/runtime-old", missing = "list"}
# notes: bench.py:1: `runtime.planner.helper` is not there any more
# import: no
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
# after
# file: archive/runtime-old/__init__.py
# file: archive/runtime-old/planner.py
def helper():
    return 1
# file: bench.py
from runtime.planner import helper
# file: runtime/__init__.py
# file: runtime/planner.py
def order(items):
    return sorted(items)
