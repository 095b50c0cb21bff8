"""Moved to runtime.ir in 0.3; here for tools that still say runtime.graph."""
import warnings

from runtime.ir import *  # noqa: F401,F403
from runtime.ir import size_of  # noqa: F401

warnings.warn("runtime.graph is runtime.ir", DeprecationWarning, stacklevel=2)
