"""What can go wrong on NVIDIA devices."""


class NvidiaError(Exception):
    """Anything that the NVIDIA backend raises."""

    def __init__(self, message: str, device: int = 0) -> None:
        super().__init__(message)
        self.device = device


class NvidiaMemoryError(NvidiaError):
    """The device has not enough memory."""

    def __init__(self, requested: int, available: int, device: int = 0) -> None:
        super().__init__(f"{requested} bytes requested, {available} available", device)
        self.requested = requested
        self.available = available


class NvidiaCompilationError(NvidiaError):
    """The kernel does not compile."""


class NvidiaDeviceError(NvidiaError):
    """There is no such device or stream."""
