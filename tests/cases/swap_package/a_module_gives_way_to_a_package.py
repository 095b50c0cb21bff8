# options: {new = "runtime_edited", place = "runtime", old = "delete", reason = "rewritten"}
# file: runtime/__init__.py
# file: runtime/executor.py
class Executor:
    pass
# file: runtime_edited/__init__.py
# file: runtime_edited/executor/__init__.py
from .common import Executor
# file: runtime_edited/executor/common.py
class Executor:
    def run(self):
        return 1
# file: use.py
from runtime.executor import Executor

assert Executor
# after
# file: runtime/__init__.py
# file: runtime/executor/__init__.py
from .common import Executor
# file: runtime/executor/common.py
class Executor:
    def run(self):
        return 1
# file: use.py
from runtime.executor import Executor

assert Executor
