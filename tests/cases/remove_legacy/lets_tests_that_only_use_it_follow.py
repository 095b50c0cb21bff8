# options: {paths = ["pkg/old.py"], early = true}
# file: pkg/__init__.py
# file: pkg/real.py
import warnings


def load():
    warnings.warn("slow", UserWarning)
    return 1
# file: pkg/old.py
"""Moved to pkg.real."""
import warnings

from pkg.real import load

warnings.warn("pkg.old is deprecated", DeprecationWarning, stacklevel=2)
# file: tests/test_load.py
import logging
import warnings
from unittest import mock

from pkg import old


def test_it_warns():
    with warnings.catch_warnings(category=UserWarning, action="error"):
        warnings.simplefilter("always")
        loaded = old.load
    with mock.patch("pkg.old.load"):
        pass
    assert loaded
    assert logging.getLogger("pkg.old") is not None
# after
# file: pkg/__init__.py
# file: pkg/real.py
import warnings


def load():
    warnings.warn("slow", UserWarning)
    return 1
# file: tests/test_load.py
import logging
import warnings
from unittest import mock

from pkg import real


def test_it_warns():
    with warnings.catch_warnings(category=UserWarning, action="error"):
        warnings.simplefilter("always")
        loaded = real.load
    with mock.patch("pkg.real.load"):
        pass
    assert loaded
    assert logging.getLogger("pkg.real") is not None
