# options: {rename = {"a.old" = "new"}}
# refuses: unproven-reference
# file: a.py
import b

__all__ = b.__all__ + ["old"] * len(b.__all__)


def old(): ...
# file: b.py
__all__ = ["x"]
x = 1
