# options: {rename = {"a.old" = "new"}}
# refuses: unproven-reference
# file: a.py
__all__ = "old other".split()


def old(): ...
def other(): ...
# file: b.py
from a import *
print(other)
