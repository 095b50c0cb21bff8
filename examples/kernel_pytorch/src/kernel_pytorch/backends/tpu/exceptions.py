"""What can go wrong on TPUs."""


class TPUException(Exception):
    """Anything that the TPU backend raises."""

    def __init__(self, message: str = "TPU failure") -> None:
        super().__init__(message)


class TPUOutOfMemory(TPUException, MemoryError):
    """The core's memory is full."""

    def __init__(self, requested: int, available: int) -> None:
        super().__init__(f"{requested} bytes requested, {available} available")
        self.requested = requested
        self.available = available


class TPUCompileFailure(TPUException, ValueError):
    """XLA refuses the program."""


class TPUDeviceNotFound(TPUException, LookupError):
    """There is no such core or buffer."""
