# options: {paths = ["csrc/fast.cpp"], reason = "slow"}
# refuses: still-referenced
# import: no
# file: csrc/fast.cpp
PYBIND11_MODULE(_fast, m) { m.def("add", &add); }
# file: pkg/__init__.py
try:
    from . import _fast
except ImportError:
    _fast = None
