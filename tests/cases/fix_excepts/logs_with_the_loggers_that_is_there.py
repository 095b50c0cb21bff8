# options: {paths = ["**/*.py"], log = true, level = "debug"}
"""Text."""
from logging import getLogger

LOG = getLogger("x")


class Box:
    def f(self):
        try:
            g()
        except Exception:
            # for a reason
            pass

    def h(self):
        for x in range(3):
            try:
                g()
            except (ValueError, Exception) as error:
                continue
            try:
                g()
            except:
                return None
            try: g()
            except BaseException: return False
# after
"""Text."""
from logging import getLogger

LOG = getLogger("x")


class Box:
    def f(self):
        try:
            g()
        except Exception:
            # for a reason
            LOG.debug("Ignored an exception in Box.f", exc_info=True)

    def h(self):
        for x in range(3):
            try:
                g()
            except (ValueError, Exception) as error:
                LOG.debug("Ignored an exception in Box.h", exc_info=True)
                continue
            try:
                g()
            except Exception:
                LOG.debug("Ignored an exception in Box.h", exc_info=True)
                return None
            try: g()
            except BaseException: LOG.debug("Ignored an exception in Box.h", exc_info=True); return False
