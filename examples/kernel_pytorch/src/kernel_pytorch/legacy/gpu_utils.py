"""Moved to kernel_pytorch.utils.device in 0.2."""

import sys

from ..utils import device

sys.modules[__name__] = device
