"""Several devices, several nodes."""

from .collectives import Group, all_reduce, broadcast
from .config import DistributedConfig

__all__ = ["DistributedConfig", "Group", "all_reduce", "broadcast"]
