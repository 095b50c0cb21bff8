# options: {modules = ["pkg"]}
# file: pkg/__init__.py
try:
    from ._fast import run
except ImportError:
    from .slow import run
try:
    from .slow import more
except ImportError:
    pass
if len("x"):
    from .slow import some
# file: pkg/_fast.py
def run(): ...
# file: pkg/slow.py
def run(): ...


def more(): ...


def some(): ...
# file: use.py
from pkg import more, run, some
