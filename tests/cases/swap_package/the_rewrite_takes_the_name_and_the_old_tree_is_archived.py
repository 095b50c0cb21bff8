# options: {new = "runtime_edited", place = "runtime", to = "archive/runtime-old"}
# file: Makefile
test:
	python -m pytest runtime_edited tests
	python -m runtime_edited.planner
# file: README.md
See [the planner](runtime_edited/planner.py), once [here](runtime/planner.py).
# file: bench.py
import runtime_edited.planner as planner
from runtime_edited import ops

NAME = "runtime_edited.planner"
assert planner.order([2, 1]) == [1, 2] and ops.OPS
# file: runtime/__init__.py
# file: runtime/planner.py
def order(items):
    return items


def _old(items):
    return items
# file: runtime_edited/__init__.py
from .planner import order
# file: runtime_edited/ops.py
OPS = {1: "add"}
# file: runtime_edited/planner.py
from runtime_edited import ops


def order(items):
    return sorted(items)
# file: tests/test_edited.py
from unittest import mock

from runtime_edited.planner import order


def test_order():
    with mock.patch("runtime_edited.planner.ops"):
        assert order([2, 1]) == [1, 2]
# file: tests/test_planner.py
from runtime.planner import order


def test_order():
    assert order([1]) == [1]
# after
# file: Makefile
test:
	python -m pytest runtime tests
	python -m runtime.planner
# file: README.md
See [the planner](runtime/planner.py), once [here](runtime/planner.py).
# file: archive/runtime-old/__init__.py
# file: archive/runtime-old/planner.py
def order(items):
    return items


def _old(items):
    return items
# file: bench.py
import runtime.planner as planner
from runtime import ops

NAME = "runtime.planner"
assert planner.order([2, 1]) == [1, 2] and ops.OPS
# file: runtime/__init__.py
from .planner import order
# file: runtime/ops.py
OPS = {1: "add"}
# file: runtime/planner.py
from runtime import ops


def order(items):
    return sorted(items)
# file: tests/test_edited.py
from unittest import mock

from runtime.planner import order


def test_order():
    with mock.patch("runtime.planner.ops"):
        assert order([2, 1]) == [1, 2]
# file: tests/test_planner.py
from runtime.planner import order


def test_order():
    assert order([1]) == [1]
