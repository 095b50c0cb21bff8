# options: {rename = {"core.Old" = "New"}, leave = "alias"}
# file: core.py
__all__ = ["run"]
__all__.append("Old")
__all__ += ['Old']


class Old: ...


def run(): ...
# file: user.py
from core import *
Old
# after
# file: core.py
__all__ = ["run"]
__all__.append("New")
__all__.append("Old")
__all__ += ['New', 'Old']


class New: ...


Old = New


def run(): ...
# file: user.py
from core import *
New
