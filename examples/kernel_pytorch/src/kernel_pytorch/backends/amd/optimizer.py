"""Launch shapes for AMD devices."""

from __future__ import annotations

from ...core.kernel_spec import DeviceInfo, KernelSpec
from .exceptions import AMDCompilationError


class AMDOptimizer:
    """Picks tiles that suit the matrix cores and 64-wide wavefronts."""

    def __init__(self, device: DeviceInfo | None = None) -> None:
        self.device = device if device is not None else DeviceInfo("amd", warp_size=64, sm_count=104)

    def optimize(self, spec: KernelSpec) -> KernelSpec:
        """The kernel with a square tile that the local data share can hold twice."""
        self.check_shape(spec)
        edge = 256
        while edge >= 16:
            if 2 * self.tile_bytes(spec, edge) <= self.device.max_shared_bytes:
                return spec.with_block(edge, edge)
            edge //= 2
        raise AMDCompilationError(f"{spec.name}: no tile fits", log=f"limit {self.device.max_shared_bytes}")

    def tile_bytes(self, spec: KernelSpec, edge: int) -> int:
        width = 4 if spec.dtype == "fp32" else 2
        return edge * edge * width

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

    def waves(self, spec: KernelSpec) -> float:
        """How often the grid fills the device."""
        return self.tiles(spec.shape[0], spec.shape[-1], spec.block_m, spec.block_n) / self.device.sm_count

    def describe(self, spec: KernelSpec) -> str:
        return f"{spec.name} on amd: {spec.block_m}x{spec.block_n}, waves {self.waves(spec):.2f}"
