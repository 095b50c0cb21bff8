# options: {classes = ["pkg.a.A", "pkg.b.B"], into = "pkg.base.Base"}
# file: pkg/__init__.py
# file: pkg/a.py
import logging

logger = logging.getLogger(__name__)


class A:
    def close(self):
        logger.debug("closing")
        for item in self.items:
            item.close()
        logger.debug("closed %d", len(self.items))
        self.items.clear()

    def drain(self, most):
        """Takes out what is there, `most` at a time."""
        taken = []
        while self.waiting and len(taken) < most:
            item = self.waiting.pop(0)
            if item in self.seen:
                continue
            self.seen.add(item)
            taken.append(item)
        for item in taken:
            self.finish(item)
        return taken
# file: pkg/b.py
import logging

logger = logging.getLogger(__name__)


class B:
    def close(self):
        logger.debug("closing")
        for item in self.items:
            item.close()
        logger.debug("closed %d", len(self.items))
        self.items.clear()

    def drain(self, most):
        """Takes out what is there, `most` at a time."""
        taken = []
        while self.waiting and len(taken) < most:
            item = self.waiting.pop(0)
            if item in self.seen:
                continue
            self.seen.add(item)
            taken.append(item)
        for item in taken:
            self.finish(item)
        return taken
# after
# file: pkg/__init__.py
# file: pkg/a.py
import logging

from pkg.base import Base

logger = logging.getLogger(__name__)


class A(Base):
    _logger = logger
# file: pkg/b.py
import logging

from pkg.base import Base

logger = logging.getLogger(__name__)


class B(Base):
    _logger = logger
# file: pkg/base.py
class Base:
    """What `A` and `B` have in common."""

    def close(self):
        self._logger.debug("closing")
        for item in self.items:
            item.close()
        self._logger.debug("closed %d", len(self.items))
        self.items.clear()

    def drain(self, most):
        """Takes out what is there, `most` at a time."""
        taken = []
        while self.waiting and len(taken) < most:
            item = self.waiting.pop(0)
            if item in self.seen:
                continue
            self.seen.add(item)
            taken.append(item)
        for item in taken:
            self.finish(item)
        return taken
