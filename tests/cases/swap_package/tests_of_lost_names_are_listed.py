# options: {new = "runtime_edited", place = "runtime", to = "archive/runtime-old"}
# notes: tests/test_planner.py:1: `runtime.planner._compute_lifetimes` is not there any more; `runtime.planner.compute_lifetime` looks like it
# import: no
# file: runtime/__init__.py
# file: runtime/planner.py
def _compute_lifetimes(plan, more):
    return plan
# file: runtime_edited/__init__.py
# file: runtime_edited/planner.py
def compute_lifetime(plan):
    return plan
# file: tests/test_planner.py
from runtime.planner import _compute_lifetimes


def test_lifetimes():
    assert _compute_lifetimes(1, 2)
# after
# file: archive/runtime-old/__init__.py
# file: archive/runtime-old/planner.py
def _compute_lifetimes(plan, more):
    return plan
# file: runtime/__init__.py
# file: runtime/planner.py
def compute_lifetime(plan):
    return plan
# file: tests/test_planner.py
from runtime.planner import _compute_lifetimes


def test_lifetimes():
    assert _compute_lifetimes(1, 2)
