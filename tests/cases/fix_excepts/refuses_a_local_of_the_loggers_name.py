# options: {paths = ["**/*.py"], log = true}
# refuses: captured-name
import logging

logger = logging.getLogger(__name__)


def f(logger):
    try:
        g()
    except Exception:
        pass
