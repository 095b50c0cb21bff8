# options: {paths = ["pkg/a.py"], log = true}
# file: pkg/__init__.py
# file: pkg/log.py
import logging

app_log = logging.getLogger("pkg")
# file: pkg/a.py
from math import log

from .log import app_log


def f():
    try:
        return log(1)
    except Exception:
        pass
# after
# file: pkg/__init__.py
# file: pkg/a.py
from math import log

from .log import app_log


def f():
    try:
        return log(1)
    except Exception:
        app_log.warning("Ignored an exception in f", exc_info=True)
# file: pkg/log.py
import logging

app_log = logging.getLogger("pkg")
