# options: {new = "runtime_edted", place = "runtime", old = "delete", reason = "rewritten"}
# refuses: no-such-path
# file: runtime/__init__.py
# file: runtime/executor.py
class Executor:
    pass
# file: runtime_edited/__init__.py
# file: runtime_edited/executor.py
class Executor:
    pass
