"""Launch shapes for NVIDIA devices."""

from __future__ import annotations

from ...core.kernel_spec import DeviceInfo, KernelSpec
from .exceptions import NvidiaCompilationError

try:
    from kernel_pytorch.optimizations.next_gen.ultra_precision import PrecisionFormat
except ImportError:
    PrecisionFormat = None

try:
    from ...legacy import triton_ops
except ImportError:
    triton_ops = None


class NvidiaOptimizer:
    """Picks tiles that fill the streaming multiprocessors."""

    TILES = ((128, 128), (128, 64), (64, 64), (64, 32), (32, 32), (16, 16))

    def __init__(self, device: DeviceInfo | None = None) -> None:
        self.device = device if device is not None else DeviceInfo("nvidia", sm_count=108)

    def optimize(self, spec: KernelSpec) -> KernelSpec:
        """The kernel with the largest tile that still gives every multiprocessor work."""
        self.check_shape(spec)
        try:
            block_m, block_n = self.best_tile(spec)
        except Exception as error:
            raise NvidiaCompilationError(f"no tile for {spec.name}: {error}") from error
        return spec.with_block(block_m, block_n)

    def best_tile(self, spec: KernelSpec) -> tuple[int, int]:
        rows, columns = spec.shape[0], spec.shape[-1]
        for block_m, block_n in self.TILES:
            if self.tiles(rows, columns, block_m, block_n) >= self.device.sm_count:
                return block_m, block_n
        return self.TILES[-1]

    def check_shape(self, spec: KernelSpec) -> None:
        if len(spec.shape) < 2 or min(spec.shape) < 1:
            raise ValueError(f"{spec.name}: shape {spec.shape} has no tiles")

    def tiles(self, rows: int, columns: int, block_m: int, block_n: int) -> int:
        """How many tiles cover the matrix."""
        return -(-rows // block_m) * -(-columns // block_n)

    def grid(self, spec: KernelSpec) -> tuple[int, int]:
        """Blocks along the rows and along the columns."""
        rows, columns = spec.shape[0], spec.shape[-1]
        return self.tiles(rows, 1, spec.block_m, 1), self.tiles(1, columns, 1, spec.block_n)

    def occupancy(self, spec: KernelSpec) -> float:
        """Resident warps over the most that a multiprocessor holds."""
        resident = self.device.max_threads // (spec.num_warps * self.device.warp_size)
        if spec.shared_bytes:
            resident = min(resident, self.device.max_shared_bytes // spec.shared_bytes)
        return min(1.0, resident * spec.num_warps * self.device.warp_size / self.device.max_threads)

    def narrow_formats(self) -> list[str]:
        """Formats below 16 bits that the tensor cores take."""
        if PrecisionFormat is None:
            return []
        return [PrecisionFormat.FP8_E4M3.value, PrecisionFormat.NVFP4.value]

    def has_triton(self) -> bool:
        return triton_ops is not None

    def describe(self, spec: KernelSpec) -> str:
        return f"{spec.name} on nvidia: {spec.block_m}x{spec.block_n}, occupancy {self.occupancy(spec):.2f}"
