"""What can go wrong on AMD devices."""


class AMDBackendError(RuntimeError):
    """Anything that the AMD backend raises."""


class AMDMemoryError(AMDBackendError, MemoryError):
    """The device has not enough memory."""

    def __init__(self, requested: int, available: int) -> None:
        super().__init__(f"{requested} bytes requested, {available} available")
        self.requested = requested
        self.available = available


class AMDCompilationError(AMDBackendError):
    """The kernel does not compile."""

    def __init__(self, message: str, log: str = "") -> None:
        super().__init__(message)
        self.log = log


class AMDLaunchError(AMDBackendError):
    """The kernel cannot be launched, or a block is not ours."""
