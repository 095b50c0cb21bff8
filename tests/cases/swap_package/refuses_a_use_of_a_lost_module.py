# options: {new = "runtime_edited", place = "runtime", old = "delete"}
# refuses: lost-name
# file: bench.py
import runtime.extras
# file: runtime/__init__.py
# file: runtime/extras.py
X = 1
# file: runtime_edited/__init__.py
