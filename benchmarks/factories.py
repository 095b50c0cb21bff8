"""How long `program-factories` takes beside one tree-sitter parse of the same files, in trees with few and with many factories.

    python benchmarks/factories.py [FILES]

Writes synthetic trees (1,500 C++ files, 10 MB) into a temporary folder: with a factory in one file of seven, and in every file.
For each: one process that parses every file, the analyzer on one core and on all, cold and warm. The ratio is that of the
analyzer on one core to the parse; the best of several interleaved rounds counts.
"""

from __future__ import annotations

import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from migrate import analysis, analyzers
from migrate.cpp.source import parser
from migrate.workspace import Workspace

ROUNDS = 5
SIZE = 6_700
"""Bytes of a file, on average."""

KINDS = ("eltwise", "matmul", "reduction", "data_movement", "pool", "conv", "normalization", "ccl")

HEAD = """// An operation of a synthetic tree.
#include "ops/{kind}/{name}.hpp"
#include <algorithm>
#include <vector>

namespace ttx::ops::{kind} {{

using namespace ttx::host;

namespace {{
inline uint32_t tiles_of(const Tensor& tensor, uint32_t height, uint32_t width) {{
    const auto& shape = tensor.padded_shape();
    return shape.volume() / (height * width);
}}
}}  // namespace

"""
FACTORY = """{name}::cached_program_t {name}::create(
    const operation_attributes_t& attributes, const tensor_args_t& tensors, tensor_return_value_t& output) {{
    Program program{{}};
    const auto& input = tensors.input;
    const uint32_t page = tile_size(datatype_to_dataformat(input.dtype()));
    const auto grid = input.device()->compute_with_storage_grid_size();
    auto [count, all_cores, group_1, group_2, per_1, per_2] = split_work_to_cores(grid, tiles_of(input, 32, 32));
"""
BUFFER = """    const uint32_t cb_{n} = CBIndex::c_{n};
    CircularBufferConfig config_{n} = CircularBufferConfig({n} * page, {{{{cb_{n}, format}}}}).set_page_size(cb_{n}, page);
    auto handle_{n} = CreateCircularBuffer(program, all_cores, config_{n});
"""
KERNEL = """    std::vector<uint32_t> args_{n} = {{cb_0, cb_1, static_cast<uint32_t>(input.buffer()->is_dram()), {n}}};
    auto kernel_{n} = CreateKernel(
        program, "ops/{kind}/device/kernels/kernel_{n}.cpp", all_cores, ReaderDataMovementConfig(args_{n}, defines));
"""
LOOP = """    for (uint32_t i = 0, start = 0; i < count; ++i) {{
        const CoreCoord core = cores.at(i);
        const uint32_t per = group_1.contains(core) ? per_1 : group_2.contains(core) ? per_2 : 0;
        SetRuntimeArgs(program, kernel_0, core, {{input.buffer()->address(), per, start, attributes.scale}});
        SetRuntimeArgs(program, kernel_1, core, {{output.buffer()->address(), per, start}});
        start += per;
    }}
    return {{std::move(program), {{kernel_0, kernel_1, cores}}}};
}}

void {name}::override_runtime_arguments(
    cached_program_t& cached, const operation_attributes_t& attributes, const tensor_args_t& tensors, tensor_return_value_t& out) {{
    auto& program = cached.program;
    for (const auto& core : cached.shared_variables.cores) {{
        auto& args = GetRuntimeArgs(program, cached.shared_variables.reader, core);
        args[0] = tensors.input.buffer()->address();
    }}
}}

"""
PLAIN = """Tensor {name}_{n}(const Tensor& input, const std::optional<float>& scale, uint32_t dim) {{
    TT_FATAL(input.storage_type() == StorageType::DEVICE, "operand {{}} must be on a device", {n});
    std::vector<uint32_t> shape;
    shape.reserve(input.logical_shape().rank());
    for (size_t i = 0; i < input.logical_shape().rank(); ++i) {{
        if (i == dim || (scale.has_value() && i % {m} == 0)) {{
            shape.push_back(round_up(input.logical_shape()[i] * {m}, 32));  // the padded size
        }} else {{
            shape.push_back(input.logical_shape()[i]);
        }}
    }}
    const auto result = compute_{n}(input, [&](const auto& value) {{ return value * scale.value_or({m}.0f); }}, shape);
    return result.has_value() ? *result : create_device_tensor(shape, input.dtype(), input.layout(), input.device());
}}

"""


def write_tree(folder: Path, files: int, every: int) -> int:
    """Lay the synthetic tree; its size in bytes. One file of `every` has a factory. The same arguments give the same bytes."""
    chance = random.Random(files * 31 + every)
    total = 0
    for number in range(files):
        kind, name = KINDS[number % len(KINDS)], f"Operation{number}"
        parts = [HEAD.format(kind=kind, name=name)]
        if number % every == 0:
            parts.append(FACTORY.format(name=name))
            parts += [BUFFER.format(n=n) for n in range(chance.randint(2, 6))]
            parts += [KERNEL.format(n=n, kind=kind) for n in range(chance.randint(2, 4))]
            parts.append(LOOP.format(name=name))
        size, wanted = sum(map(len, parts)), chance.randint(SIZE // 2, SIZE * 3 // 2)
        while size < wanted:
            parts.append(PLAIN.format(name=name.lower(), n=len(parts), m=chance.randint(2, 9)))
            size += len(parts[-1])
        parts.append(f"}}  // namespace ttx::ops::{kind}\n")
        file = folder / kind / f"device_{number % 13}" / f"operation_{number}_program_factory.cpp"
        file.parent.mkdir(parents=True, exist_ok=True)
        data = "".join(parts).encode()
        file.write_bytes(data)
        total += len(data)
    return total


def parse_all(folder: Path) -> None:
    """One tree-sitter parse of every file: what the ratio is to."""
    read = parser()
    for file in sorted(folder.rglob("*.cpp")):
        read.parse(file.read_bytes())


def run(folder: Path, jobs: int, cache: Path | None = None) -> int:
    """The analyzer over the tree as `migrate analyze` runs it; how many factories there are."""
    kind = analyzers.load("program-factories")
    return len(analysis.analyze(Workspace(folder), [kind()], jobs=jobs, cache=cache).findings)


def best(works: dict[str, Callable[[], object]], rounds: int = ROUNDS) -> dict[str, float]:
    """The shortest time of each, of several rounds in which they take turns."""
    times: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            start = time.perf_counter()
            work()
            times[name].append(time.perf_counter() - start)
    return {name: min(taken) for name, taken in times.items()}


def main() -> None:
    files = int(sys.argv[1]) if len(sys.argv) > 1 else 1500
    cores = len(os.sched_getaffinity(0))
    print("| a factory in | files | MB | factories | parse | one core | ratio | all cores | warm |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for every, said in ((7, "1 file of 7"), (1, "every file")):
        folder = Path(tempfile.mkdtemp())
        try:
            size = write_tree(folder / "tree", files, every)
            tree, cache = folder / "tree", folder / "cache"
            found = run(tree, 1)
            run(tree, 1, cache)
            time.sleep(2.1)  # what was written a moment ago is read again
            run(tree, 1, cache)
            took = best({
                "parse": lambda tree=tree: parse_all(tree),
                "one": lambda tree=tree: run(tree, 1),
                "all": lambda tree=tree: run(tree, cores),
                "warm": lambda tree=tree, cache=cache: run(tree, 1, cache),
            })  # fmt: skip
            print(
                f"| {said} | {files:,} | {size / 1e6:.1f} | {found:,} | {took['parse']:.2f} s | {took['one']:.2f} s "
                f"| {took['one'] / took['parse']:.2f} | {took['all']:.2f} s | {took['warm']:.2f} s |"
            )
        finally:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
