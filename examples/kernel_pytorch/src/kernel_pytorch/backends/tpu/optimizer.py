"""Launch shapes for TPUs: the systolic array fixes the tile, padding is what can be chosen."""

from __future__ import annotations

import logging

from ...core.kernel_spec import DeviceInfo, KernelSpec
from .exceptions import TPUCompileFailure

log = logging.getLogger(__name__)


class TPUOptimizer:
    """Pads problems to the systolic array."""

    EDGE = 128

    def __init__(self, device: DeviceInfo | None = None, cost_model=None) -> None:
        self.device = device if device is not None else DeviceInfo("tpu", warp_size=1, sm_count=2)
        self.cost_model = cost_model

    def optimize(self, spec: KernelSpec) -> KernelSpec:
        """The kernel on full arrays. A problem that would be mostly padding is refused."""
        self.check_shape(spec)
        if self.padding_share(spec) > 0.99:
            raise TPUCompileFailure(f"{spec.name}: {spec.shape} is almost only padding")
        return spec.with_block(self.EDGE, self.EDGE)

    def padding_share(self, spec: KernelSpec) -> float:
        """The part of the padded problem that is not the problem."""
        rows, columns = spec.shape[0], spec.shape[-1]
        padded = self.tiles(rows, columns, self.EDGE, self.EDGE) * self.EDGE**2
        return 1.0 - rows * columns / padded

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

    def estimated_cost(self, spec: KernelSpec) -> float:
        """The cost model's answer, or the number of tiles where it has none."""
        if self.cost_model is not None:
            try:
                return float(self.cost_model(spec))
            except Exception as error:
                log.debug("the cost model failed: %s", error)
        return float(self.tiles(spec.shape[0], spec.shape[-1], self.EDGE, self.EDGE))

    def autotune(self, spec: KernelSpec, trials: int = 10) -> KernelSpec:
        # TODO: XLA gives no per-kernel timing yet
        raise NotImplementedError("autotune is not there on TPUs")

    def describe(self, spec: KernelSpec) -> str:
        return f"{spec.name} on tpu: {self.EDGE}x{self.EDGE}, padding {self.padding_share(spec):.2f}"
