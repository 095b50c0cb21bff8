# options: {paths = ["pkg/a.py"], log = true}
# file: pkg/__init__.py
# file: pkg/numbers.py
def log(x):
    return x
# file: pkg/a.py
from .numbers import log


def f():
    try:
        return log(1)
    except Exception:
        pass
# after
# file: pkg/__init__.py
# file: pkg/a.py
import logging

from .numbers import log

logger = logging.getLogger(__name__)


def f():
    try:
        return log(1)
    except Exception:
        logger.warning("Ignored an exception in f", exc_info=True)
# file: pkg/numbers.py
def log(x):
    return x
