"""The manager of all kernels: it checks, compiles, caches and launches them, and counts what happened."""

from __future__ import annotations

import json
import logging
import os
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from .config import KernelConfig
from .kernel_spec import CompiledKernel, DeviceInfo, KernelSpec
from .lru_cache import LRUCache
from .tensor import DTYPE_BITS, Tensor

if TYPE_CHECKING:
    from ..optimizations.next_gen.ultra_precision import AdaptivePrecisionAllocator, PrecisionFormat

logger = logging.getLogger(__name__)

_SOURCES = {
    "relu": "out[i] = max(0, x[i])",
    "scale": "out[i] = x[i] * {factor}",
    "add": "out[i] = x[i] + y[i]",
    "matmul": "out[i, j] = sum(x[i, :] * y[:, j])",
}


class UnifiedKernelManager:
    """One object for everything about kernels.

    It began as a cache. Compilation came with release 0.2, validation with the second backend,
    statistics when somebody asked why a job was slow.
    """

    def __init__(
        self, config: KernelConfig | None = None, device: DeviceInfo | None = None, cache_file: str | None = None
    ) -> None:
        config = config if config is not None else KernelConfig()
        # caching
        self._kernels = LRUCache(config.cache_entries)
        self._pinned: dict[str, CompiledKernel] = {}
        self._cache_file = cache_file
        # compilation
        self._templates = dict(_SOURCES)
        self._functions: dict[str, Callable[..., Tensor]] = {
            "relu": lambda x: x.map(lambda value: max(0.0, value)),
            "scale": lambda x, factor=1.0: x.scale(factor),
            "add": lambda x, y: x.add(y),
            "matmul": lambda x, y: x.matmul(y),
        }
        self._flags = config.compile.effective_flags()
        self._timeout = config.compile.timeout_s
        self._clock = time.perf_counter
        # statistics
        self._durations: dict[str, list[float]] = {}
        self._failures: dict[str, int] = {}
        self._listeners: list[Callable[[str, float], None]] = []
        # validation
        self._device = device if device is not None else DeviceInfo()
        self._strict = True
        self._warnings: list[str] = []

    # Caching

    def cache_key(self, spec: KernelSpec) -> str:
        """A key that two kernels share only if one can stand for the other."""
        shape = "x".join(str(extent) for extent in spec.shape)
        return f"{spec.op}:{shape}:{spec.dtype}:{spec.block_m}:{spec.block_n}:{spec.num_warps}"

    def lookup(self, spec: KernelSpec) -> CompiledKernel | None:
        key = self.cache_key(spec)
        if key in self._pinned:
            return self._pinned[key]
        return self._kernels.get(key)

    def keep(self, kernel: CompiledKernel) -> None:
        self._kernels.put(self.cache_key(kernel.spec), kernel)

    def pin(self, spec: KernelSpec) -> bool:
        """Keep a cached kernel for good; False when it is not cached."""
        key = self.cache_key(spec)
        if key in self._pinned:
            return True
        kernel = self._kernels.get(key)
        if kernel is None:
            return False
        self._pinned[key] = kernel
        return True

    def unpin(self, spec: KernelSpec) -> None:
        self._pinned.pop(self.cache_key(spec), None)

    def forget(self, keep_pinned: bool = True) -> None:
        self._kernels.clear()
        if not keep_pinned:
            self._pinned.clear()

    def cached_keys(self) -> list[str]:
        return sorted(set(self._kernels) | set(self._pinned))

    def cache_summary(self) -> dict[str, float]:
        """Sizes and hit rate for dashboards; pinned kernels that are cached too count once."""
        return {
            "cached": float(len(self._kernels)),
            "pinned": float(len(self._pinned)),
            "distinct": float(len(set(self._kernels) | set(self._pinned))),
            "hit_rate": self._kernels.hit_rate(),
        }

    def save_cache(self) -> bool:
        """Write the cached specs to the cache file; False when there is none or it cannot be written."""
        if self._cache_file is None:
            return False
        entries = []
        for key in self._kernels:
            kernel = self._kernels.get(key)
            spec = kernel.spec
            entries.append({"name": spec.name, "op": spec.op, "shape": list(spec.shape), "dtype": spec.dtype})
        try:
            with open(self._cache_file, "w", encoding="utf-8") as file:
                json.dump(entries, file, sort_keys=True)
        except OSError as error:
            logger.warning("cache not saved: %s", error)
            return False
        return True

    def load_cache(self) -> list[KernelSpec]:
        """The specs of the cache file; a file that is missing or broken counts as empty."""
        specs: list[KernelSpec] = []
        if self._cache_file is None or not os.path.exists(self._cache_file):
            return specs
        try:
            with open(self._cache_file, encoding="utf-8") as file:
                for entry in json.load(file):
                    specs.append(KernelSpec(entry["name"], entry["op"], tuple(entry["shape"]), entry["dtype"]))
        except:
            pass
        return specs

    # Compilation

    def register(self, op: str, template: str, function: Callable[..., Tensor]) -> None:
        """Teach the manager an operation. An operation that it knows is replaced."""
        if not op.isidentifier():
            raise ValueError(f"{op!r} is no name for an operation")
        self._templates[op] = template
        self._functions[op] = function

    def operations(self) -> list[str]:
        return sorted(self._templates)

    def render(self, spec: KernelSpec, **values: object) -> str:
        """The source of a kernel, with its launch shape and flags in the head."""
        template = self._templates.get(spec.op)
        if template is None:
            raise KeyError(f"no template for {spec.op!r}")
        head = f"// {spec.name} {spec.dtype} block={spec.block_m}x{spec.block_n} warps={spec.num_warps}"
        if self._flags:
            head += " " + " ".join(self._flags)
        if "{factor}" in template:
            template = template.replace("{factor}", str(values.get("factor", 1.0)))
        return f"{head}\n{template}"

    def choose_block(self, spec: KernelSpec) -> tuple[int, int]:
        """A launch shape by rule of thumb, for specs that no backend has tuned."""
        if not spec.shape:
            return 1, 1
        rows = spec.shape[0]
        columns = spec.shape[-1] if len(spec.shape) > 1 else 1
        if spec.op == "matmul":
            block_m = 64 if rows >= 64 else 32 if rows >= 32 else 16
            block_n = 64 if columns >= 64 else 32 if columns >= 32 else 16
        elif columns == 1:
            block_m, block_n = min(256, max(16, rows)), 1
        else:
            block_m, block_n = 8, 32
        if DTYPE_BITS.get(spec.dtype, 32) <= 8 and block_m < 128:
            block_m *= 2
        return block_m, block_n

    def compile(self, spec: KernelSpec, **values: object) -> CompiledKernel:
        """A fresh kernel; the cache is neither read nor written."""
        started = self._clock()
        source = self.render(spec, **values)
        function = self._functions[spec.op]
        seconds = self._clock() - started
        if seconds > self._timeout:
            raise TimeoutError(f"{spec.name} took {seconds:.1f} s to compile")
        return CompiledKernel(spec, source, function, compile_seconds=seconds)

    def try_compile(self, spec: KernelSpec) -> CompiledKernel | None:
        try:
            return self.compile(spec)
        except Exception:
            return None

    def warm_up(self, specs: list[KernelSpec]) -> list[str]:
        """Compile and cache all of the specs; the names of those that do not compile."""
        failed = []
        for spec in specs:
            if self.lookup(spec) is not None:
                continue
            kernel = self.try_compile(spec)
            if kernel is None:
                failed.append(spec.name)
            else:
                self.keep(kernel)
        return failed

    def set_flags(self, flags: list[str]) -> None:
        seen: list[str] = []
        for flag in flags:
            if not flag.startswith("-"):
                raise ValueError(f"{flag!r} is no flag")
            if flag not in seen:
                seen.append(flag)
        self._flags = seen

    def fuse(self, first: KernelSpec, second: KernelSpec) -> KernelSpec:
        # TODO: element-wise chains first, reductions need a second pass
        raise NotImplementedError("fusion")

    # Statistics

    def listen(self, listener: Callable[[str, float], None]) -> None:
        self._listeners.append(listener)

    def record(self, name: str, seconds: float) -> None:
        if seconds < 0:
            raise ValueError("time runs forward")
        self._durations.setdefault(name, []).append(seconds)
        for listener in self._listeners:
            listener(name, seconds)

    def record_failure(self, name: str) -> None:
        self._failures[name] = self._failures.get(name, 0) + 1

    def launches(self, name: str) -> int:
        return len(self._durations.get(name, []))

    def mean_seconds(self, name: str) -> float:
        durations = self._durations.get(name)
        return sum(durations) / len(durations) if durations else 0.0

    def percentile(self, name: str, percent: float) -> float:
        """Nearest-rank percentile of a kernel's durations, 0.0 if it never ran."""
        if not 0 <= percent <= 100:
            raise ValueError("percent must lie in [0, 100]")
        durations = sorted(self._durations.get(name, []))
        if not durations:
            return 0.0
        rank = max(1, -(-len(durations) * percent // 100))
        return durations[int(rank) - 1]

    def slowest(self, count: int = 5) -> list[tuple[str, float]]:
        totals = {name: sum(durations) for name, durations in self._durations.items()}
        return sorted(totals.items(), key=lambda item: (-item[1], item[0]))[:count]

    def failure_rate(self, name: str) -> float:
        failed = self._failures.get(name, 0)
        ran = len(self._durations.get(name, []))
        return failed / (failed + ran) if failed + ran else 0.0

    def report(self) -> str:
        """One line per kernel, the slowest first."""
        lines = []
        for name, total in self.slowest(count=len(self._durations)):
            line = f"{name}: {self.launches(name)} launches, {total * 1e3:.3f} ms"
            if self._failures.get(name):
                line += f", {self._failures[name]} failed"
            lines.append(line)
        return "\n".join(lines) if lines else "no launches"

    def histogram(self, name: str, buckets: int = 4) -> list[int]:
        """How many launches fall into each of `buckets` equal spans between fastest and slowest."""
        if buckets < 1:
            raise ValueError("at least one bucket is needed")
        durations = self._durations.get(name)
        if not durations:
            return [0] * buckets
        low, high = min(durations), max(durations)
        counts = [0] * buckets
        for seconds in durations:
            index = int((seconds - low) / (high - low) * buckets) if high > low else 0
            counts[min(index, buckets - 1)] += 1
        return counts

    def reset_statistics(self) -> None:
        self._durations.clear()
        self._failures.clear()

    # Validation

    def validate(self, spec: KernelSpec) -> list[str]:
        """What is wrong with a kernel on this device; raises in strict mode, else it becomes warnings."""
        problems = self.shape_problems(spec) + self.launch_problems(spec) + self.dtype_problems(spec)
        if problems and self._strict:
            raise ValueError(f"{spec.name}: {'; '.join(problems)}")
        self._warnings.extend(f"{spec.name}: {problem}" for problem in problems)
        return problems

    def shape_problems(self, spec: KernelSpec) -> list[str]:
        problems = []
        if not spec.shape:
            problems.append("no shape")
        for axis, extent in enumerate(spec.shape):
            if extent < 1:
                problems.append(f"axis {axis} has extent {extent}")
        if spec.op == "matmul" and len(spec.shape) not in (2, 3):
            problems.append("matmul takes (m, n) or (m, k, n)")
        return problems

    def launch_problems(self, spec: KernelSpec) -> list[str]:
        problems = []
        threads = spec.num_warps * self._device.warp_size
        if threads > self._device.max_threads:
            problems.append(f"{threads} threads, the device has {self._device.max_threads}")
        if spec.shared_bytes > self._device.max_shared_bytes:
            problems.append(f"{spec.shared_bytes} bytes shared, the device has {self._device.max_shared_bytes}")
        if spec.block_m < 1 or spec.block_n < 1:
            problems.append("an empty block")
        elif self._device.sm_count > 1 and spec.block_m * spec.block_n > 65536:
            problems.append("a block of more than 65536 elements")
        return problems

    def dtype_problems(self, spec: KernelSpec) -> list[str]:
        if spec.dtype not in DTYPE_BITS:
            return [f"unknown dtype {spec.dtype}"]
        if spec.dtype not in self._device.dtypes:
            return [f"{self._device.name} has no {spec.dtype}"]
        return []

    def nearest_valid(self, spec: KernelSpec) -> KernelSpec:
        """The spec with its block halved until the device can launch it."""
        block_m, block_n = max(1, spec.block_m), max(1, spec.block_n)
        while block_m * block_n > 65536 or block_m > self._device.max_threads:
            if block_m >= block_n:
                block_m //= 2
            else:
                block_n //= 2
        return spec.with_block(block_m, block_n)

    def be_strict(self, strict: bool) -> None:
        self._strict = strict

    def warnings(self) -> list[str]:
        return list(self._warnings)

    def fits(self, tensors: list[Tensor], capacity_bytes: int) -> bool:
        """Whether the tensors fit into a memory together, with a tenth to spare."""
        needed = 0
        for tensor in tensors:
            needed += tensor.nbytes
            if tensor.dtype not in self._device.dtypes:
                needed += tensor.size
        return needed <= 0.9 * capacity_bytes

    # All of it together

    def launch(self, spec: KernelSpec, *tensors: Tensor, **values: object) -> Tensor:
        """Check, compile if needed, run and count one kernel."""
        self.validate(spec)
        kernel = self.lookup(spec)
        if kernel is None:
            kernel = self.compile(spec, **values)
            self.keep(kernel)
        started = time.perf_counter()
        try:
            result = kernel.function(*tensors, **values)
        except Exception:
            logger.exception("kernel %s failed", spec.name)
            self.record_failure(spec.name)
            raise
        kernel.launches += 1
        self.record(spec.name, time.perf_counter() - started)
        return result

    def choose_formats(
        self, weights: dict[str, Tensor], allocator: AdaptivePrecisionAllocator | None = None
    ) -> dict[str, PrecisionFormat]:
        """A numeric format for each weight; an allocator with the default budget unless one is given."""
        from ..optimizations.next_gen import ultra_precision

        if allocator is None:
            allocator = ultra_precision.AdaptivePrecisionAllocator()
        return allocator.assign(weights)
