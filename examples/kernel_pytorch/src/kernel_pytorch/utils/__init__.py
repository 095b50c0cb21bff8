"""Small things that several packages need."""

from .cache import LRUCache
from .timing import Timer

__all__ = ["LRUCache", "Timer"]
