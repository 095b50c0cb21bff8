# options: {new = "rt_edited", place = "rt", old = "delete", reason = "rewritten"}
# refuses: unproven-reference
# import: no
# file: rt/__init__.py
# file: rt/core.py
def run(): return 1
# file: rt_edited/__init__.py
# file: rt_edited/core.py
def run(): return 2
# file: tests/test_run.py
import subprocess, sys
SCRIPT = """
from rt_edited.core import run  # rt_edited is new
print(run())
"""
def test_run():
    assert subprocess.run([sys.executable, "-c", SCRIPT]).returncode == 0
