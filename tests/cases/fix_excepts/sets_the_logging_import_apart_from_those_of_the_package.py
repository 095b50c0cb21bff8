# options: {paths = ["**/*.py"], log = true}
"""Text."""

from .core import g


def f():
    try:
        g()
    except Exception:
        return None
# after
"""Text."""

import logging

from .core import g

logger = logging.getLogger(__name__)


def f():
    try:
        g()
    except Exception:
        logger.warning("Ignored an exception in f", exc_info=True)
        return None
