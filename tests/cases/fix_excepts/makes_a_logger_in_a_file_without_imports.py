# options: {paths = ["**/*.py"], log = true}
#!/usr/bin/env python


def f():
    try:
        g()
    except Exception:
        x = {}
    return x
# after
#!/usr/bin/env python


import logging

logger = logging.getLogger(__name__)


def f():
    try:
        g()
    except Exception:
        logger.warning("Ignored an exception in f", exc_info=True)
        x = {}
    return x
