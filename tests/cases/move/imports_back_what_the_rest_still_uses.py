# options: {symbols = ["pkg.a.load", "pkg.a.Error"], into = "pkg.loading"}
# file: pkg/__init__.py
from .a import load, store
# file: pkg/a.py
"""Load and store."""

import json
import logging

__all__ = ["Error", "load", "store"]

logger = logging.getLogger(__name__)


class Error(Exception):
    pass


def _check(text):
    if not text:
        raise Error(text)


def load(text):
    logger.info("load")
    _check(text)
    return json.loads(text)


def store(thing):
    logger.info("store")
    if thing is None:
        raise Error
    return repr(thing)
# file: tests/test_a.py
from pkg.a import Error, load, store


def test_it():
    assert load, store
    assert Error
# after
# file: pkg/__init__.py
from .a import store
from .loading import load
# file: pkg/a.py
"""Load and store."""

import logging

from pkg.loading import Error

__all__ = ["store"]

logger = logging.getLogger(__name__)


def store(thing):
    logger.info("store")
    if thing is None:
        raise Error
    return repr(thing)
# file: pkg/loading.py
import json
import logging

__all__ = ["Error", "load"]

logger = logging.getLogger(__name__)


class Error(Exception):
    pass


def _check(text):
    if not text:
        raise Error(text)


def load(text):
    logger.info("load")
    _check(text)
    return json.loads(text)
# file: tests/test_a.py
from pkg.a import store
from pkg.loading import Error, load


def test_it():
    assert load, store
    assert Error
