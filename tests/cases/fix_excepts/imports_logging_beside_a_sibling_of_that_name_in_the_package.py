# options: {paths = ["pkg/a.py"], log = true}
# file: pkg/__init__.py
# file: pkg/logging.py
x = 1
# file: pkg/a.py
def f():
    try:
        work()
    except Exception:
        pass
# after
# file: pkg/__init__.py
# file: pkg/a.py
import logging

logger = logging.getLogger(__name__)


def f():
    try:
        work()
    except Exception:
        logger.warning("Ignored an exception in f", exc_info=True)
# file: pkg/logging.py
x = 1
