# options: {paths = ["**/*.py"], log = true}
"""Text."""

from __future__ import annotations

import abc
import os
from os import path

try:
    import numpy
except Exception:
    numpy = None
VALUE = 1


def f():
    try:
        g()
    except Exception:
        pass
# after
"""Text."""

from __future__ import annotations

import abc
import logging
import os
from os import path

try:
    import numpy
except Exception:
    numpy = None

logger = logging.getLogger(__name__)

VALUE = 1


def f():
    try:
        g()
    except Exception:
        logger.warning("Ignored an exception in f", exc_info=True)
