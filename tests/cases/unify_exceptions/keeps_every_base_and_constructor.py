# options: {into = "pkg.errors", root = "PkgError", families = {memory = ["NvidiaMemoryError", "AMDMemoryError"], compile = ["CompileFailure"]}}
# file: pkg/__init__.py
# file: pkg/nvidia.py
"""NVIDIA."""
import os


class NvidiaError(Exception):
    """Anything."""

    def __init__(self, message, device=0):
        super().__init__(message)
        self.device = device


class NvidiaMemoryError(NvidiaError, MemoryError):  # caught as MemoryError by callers
    def __init__(self, requested, available, device=0):
        super().__init__(f"{requested} of {available}", device)


class NvidiaDeviceError(NvidiaError, LookupError):
    pass
# file: pkg/amd.py
class AMDMemoryError(RuntimeError, MemoryError): ...


class CompileFailure(ValueError):
    code = 3
# file: user.py
from pkg.nvidia import NvidiaMemoryError

try:
    raise NvidiaMemoryError(2, 1)
except MemoryError as error:
    assert error.device == 0
# after
# file: pkg/__init__.py
# file: pkg/amd.py
from pkg.errors import PkgCompileError, PkgMemoryError


class AMDMemoryError(RuntimeError, MemoryError, PkgMemoryError): ...


class CompileFailure(ValueError, PkgCompileError):
    code = 3
# file: pkg/errors.py
"""The exceptions below `PkgError`."""


class PkgError(Exception):
    """Root of these exceptions: `except PkgError` catches them all."""


class PkgMemoryError(PkgError):
    """The family `memory` of PkgError."""


class PkgCompileError(PkgError):
    """The family `compile` of PkgError."""
# file: pkg/nvidia.py
"""NVIDIA."""
import os

from pkg.errors import PkgError, PkgMemoryError


class NvidiaError(PkgError):
    """Anything."""

    def __init__(self, message, device=0):
        super().__init__(message)
        self.device = device


class NvidiaMemoryError(NvidiaError, MemoryError,
                        PkgMemoryError):  # caught as MemoryError by callers
    def __init__(self, requested, available, device=0):
        super().__init__(f"{requested} of {available}", device)


class NvidiaDeviceError(NvidiaError, LookupError):
    pass
# file: user.py
from pkg.nvidia import NvidiaMemoryError

try:
    raise NvidiaMemoryError(2, 1)
except MemoryError as error:
    assert error.device == 0
