# options: {into = "roots", root = "GpuException", families = {memory = ["OutOfMemory"], "time-out" = ["Late"], Broken = ["Bad"]}}
# file: errors.py
class OutOfMemory(MemoryError): ...
class Late(TimeoutError): ...
class Bad(Exception): ...
# after
# file: errors.py
from roots import Broken, GpuMemoryException, GpuTimeOutException


class OutOfMemory(MemoryError, GpuMemoryException): ...
class Late(TimeoutError, GpuTimeOutException): ...
class Bad(Broken): ...
# file: roots.py
"""The exceptions below `GpuException`."""


class GpuException(Exception):
    """Root of these exceptions: `except GpuException` catches them all."""


class GpuMemoryException(GpuException):
    """The family `memory` of GpuException."""


class GpuTimeOutException(GpuException):
    """The family `time-out` of GpuException."""


class Broken(GpuException):
    """The family `Broken` of GpuException."""
