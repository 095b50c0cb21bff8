"""Find runs of kernel launches that are worth capturing."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Launch:
    kernel: str
    microseconds: float
    static_shapes: bool = True


class GraphOptimizer:
    """Records launches and proposes regions to capture."""

    LAUNCH_OVERHEAD = 6.0

    def __init__(self, min_length=2):
        self.min_length = min_length
        self.trace = []

    def record(self, kernel, microseconds, static_shapes=True):
        self.trace.append(Launch(kernel, microseconds, static_shapes))

    def regions(self):
        found, start = [], 0
        for index in range(len(self.trace) + 1):
            if index < len(self.trace) and self.trace[index].static_shapes:
                continue
            if index - start >= self.min_length:
                found.append((start, index))
            start = index + 1
        return found
