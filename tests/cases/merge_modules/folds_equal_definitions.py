# options: {from = ["pkg.a"], into = "pkg.b"}
# file: pkg/__init__.py
# file: pkg/a.py
import logging

logger = logging.getLogger(__name__)
LIMIT = 3


def helper(x):
    """One docstring."""
    return x + LIMIT  # a comment


def only_here():
    logger.info("x")
    return helper(1)
# file: pkg/b.py
import logging

logger = logging.getLogger(__name__)
LIMIT = 3


def helper(x):
    return x + LIMIT


if __name__ == "__main__":
    print(helper(1))
# after
# file: pkg/__init__.py
# file: pkg/a.py
...
# file: pkg/b.py
import logging

logger = logging.getLogger(__name__)
LIMIT = 3


def helper(x):
    return x + LIMIT


def only_here():
    logger.info("x")
    return helper(1)


if __name__ == "__main__":
    print(helper(1))
