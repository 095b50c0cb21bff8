# options: {new = "runtime_edited", place = "runtime", old = "delete"}
# file: runtime/__init__.py
from runtime.core import Executor
# file: runtime/core.py
class Executor:
    def execute(self, plan):
        return plan
# file: runtime_edited/__init__.py
from .executor import Executor
# file: runtime_edited/executor.py
class Executor:
    def execute(self, plan):
        return plan
# file: use.py
from runtime import Executor

NAME = "runtime"
assert Executor().execute(1) == 1
# after
# file: runtime/__init__.py
from .executor import Executor
# file: runtime/executor.py
class Executor:
    def execute(self, plan):
        return plan
# file: use.py
from runtime import Executor

NAME = "runtime"
assert Executor().execute(1) == 1
