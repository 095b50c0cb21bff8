"""A plan as the structs that the kernels read."""

from __future__ import annotations

import ctypes
from collections.abc import Mapping, Sequence
from math import prod

import numpy as np

from runtime import native
from runtime.abi import abi
from runtime.dims import resolve
from runtime.executor.common import at, evaluate, sized
from runtime.ir import Array, DType, GraphError, Node, OpType
from runtime.ops import ATTENTION_FLAGS, OPS
from runtime.passes.attention import is_causal, sees
from runtime.planner import ALIGNMENT, Plan


def aligned(size: int) -> Array:
    """Bytes that begin at a multiple of 64."""
    raw = np.zeros(size + ALIGNMENT, dtype=np.uint8)
    start = -address(raw) % ALIGNMENT
    return raw[start : start + size]


def address(array: Array) -> int:
    """Where an array begins."""
    return int(array.__array_interface__["data"][0])


class Weights:
    """Constant weights in the layout of the LINEAR kernel, each packed once for all programs of a session."""

    def __init__(self, dtype: DType = DType.F32) -> None:
        self.dtype = dtype
        self._packed: dict[tuple[Node, bool], Array] = {}

    def packed(self, weight: Node, transposed: bool) -> Array | None:
        """The packed weight, or None where the kernels read it as it is."""
        key = (weight, transposed)
        if key not in self._packed:
            assert weight.value is not None
            inner, columns = weight.value.shape[::-1] if transposed else weight.value.shape
            library = native.library()
            size = library.rt_packed_size(inner, columns, self.dtype)
            if size < 0:
                return None
            room = aligned(size)
            value = np.ascontiguousarray(weight.value, dtype=np.float32)
            library.rt_pack(address(room), address(value), inner, columns, int(transposed), self.dtype)
            self._packed[key] = room
        return self._packed[key]


class Program:
    """One plan for one binding of the symbols, laid out once; `run` is one C call.

    It holds its arena, so only one thread may be in `run` at a time.
    """

    def __init__(self, plan: Plan, sizes: Mapping[str, int], weights: Weights, threads: int) -> None:
        self.layout = plan.lay(sizes)
        self.kept: list[Array] = []  # what the structs point to
        graph = plan.graph
        alone = sized(graph)
        values: dict[Node, Array] = {}
        for node in graph:
            if node.op is OpType.CONSTANT:
                assert node.value is not None
                values[node] = node.value
            elif node in alone:
                values[node] = evaluate(node, [values[given] for given in node.inputs], sizes)
        steps = [node for node in plan.steps if node not in alone]
        used = {given for node in steps for given in node.inputs} | set(graph.outputs)
        self.fixed = {node: self._keep(np.ascontiguousarray(values[node])) for node in values if node in used}
        self.arena = aligned(self.layout.arena)
        self.scratch = aligned(max(self.layout.scratch, ALIGNMENT) * threads)
        self.steps = (native.Step * max(len(steps), 1))()
        patches: list[tuple[int, int, int, int]] = []
        self.shapes = [(resolve(node.shape, sizes), node.dtype.numpy) for node in graph.outputs]
        self.n_inputs = len(graph.inputs)
        for index, node in enumerate(steps):
            step = self.steps[index]
            self._fill(step, node, sizes)
            if node.op is OpType.ATTENTION and len(node.inputs) > 3 and node.inputs[3] in values:
                _without_mask(step, values[node.inputs[3]])
            for slot, item in [(-1, node), *enumerate(node.inputs)]:
                array = step.out if slot < 0 else getattr(step, "in")[slot]
                _describe(array, item, sizes)
                place = plan.places[item]
                offset = at(place.offset, sizes)
                if item in self.fixed:
                    array.data = address(self.fixed[item])
                elif place.storage.kind == "arena":
                    array.data = address(self.arena) + self.layout.offsets[place.storage] + offset
                else:
                    buffer = place.storage.index + (self.n_inputs if place.storage.kind == "output" else 0)
                    patches.append((index, slot, buffer, offset))
            if node.op is OpType.LINEAR and node.inputs[1].op is OpType.CONSTANT:
                packed = weights.packed(node.inputs[1], bool(node.attrs.get("transpose_w")))
                if packed is not None:
                    step.packed = address(self._keep(packed))
        self.patches = (native.Patch * max(len(patches), 1))(*patches)
        self.struct = native.Program(
            abi(), len(steps), len(patches), threads, self.steps, self.patches, address(self.scratch),
            max(self.layout.scratch, ALIGNMENT),
        )  # fmt: skip
        self.pointer = ctypes.addressof(self.struct)
        self.buffers = (ctypes.c_void_p * (self.n_inputs + len(self.shapes) or 1))()
        self.buffers_pointer = ctypes.addressof(self.buffers)
        self.copied = self._copied_outputs(plan)

    def run(self, inputs: Sequence[Array]) -> list[Array]:
        """The outputs for contiguous inputs of this binding."""
        outputs = [np.empty(shape, dtype) for shape, dtype in self.shapes]
        buffers = self.buffers
        for index, array in enumerate(inputs):
            buffers[index] = address(array)
        for index, array in enumerate(outputs, len(inputs)):
            buffers[index] = address(array)
        failed = native.library().rt_run(self.pointer, self.buffers_pointer)
        if failed:
            raise GraphError(f"step {failed - 1} has no kernel" if failed > 0 else "the library is of another build")
        for index, source in self.copied.items():
            outputs[index][...] = self._source(source, inputs, outputs)
        return outputs

    def _source(self, source: Node | tuple[str, int], inputs: Sequence[Array], outputs: Sequence[Array]) -> Array:
        if isinstance(source, Node):
            return self.fixed[source]
        return inputs[source[1]] if source[0] == "input" else outputs[source[1]]

    def _copied_outputs(self, plan: Plan) -> dict[int, Node | tuple[str, int]]:
        """Outputs that no step writes: inputs, what is fixed, and an output that is told twice."""
        found: dict[int, Node | tuple[str, int]] = {}
        first: dict[Node, int] = {}
        for index, node in enumerate(plan.graph.outputs):
            if node in self.fixed:
                found[index] = node
            elif node.op is OpType.INPUT:
                found[index] = ("input", plan.graph.inputs.index(node))
            elif node in first:
                found[index] = ("output", first[node])
            first.setdefault(node, index)
        return found

    def _fill(self, step: native.Step, node: Node, sizes: Mapping[str, int]) -> None:
        if len(node.inputs) > native.MAX_INPUTS:
            raise GraphError(f"%{node.name} has {len(node.inputs)} inputs; the kernels take {native.MAX_INPUTS}")
        ints, floats = OPS[node.op].pack(node)
        step.op, step.n_inputs = int(node.op), len(node.inputs)
        step.ints[: len(ints)] = resolve(ints, sizes)
        step.floats[: len(floats)] = list(floats)

    def _keep(self, array: Array) -> Array:
        self.kept.append(array)
        return array


def _without_mask(step: native.Step, mask: Array) -> None:
    """Attention whose mask, for this binding, says no more than "causal", or nothing, need not read it."""
    seen = sees(mask)
    causal, masked = ATTENTION_FLAGS
    if seen is not None and not step.ints[causal] and (seen.all() or is_causal(seen)):
        step.ints[causal], step.ints[masked] = int(not seen.all()), 0


def _describe(array: native.Array, node: Node, sizes: Mapping[str, int]) -> None:
    shape = resolve(node.shape, sizes)
    array.shape[: len(shape)] = shape
    array.rank, array.count, array.dtype = len(shape), prod(shape), int(node.dtype)


def one_step(node: Node, arrays: Sequence[Array], sizes: Mapping[str, int], threads: int) -> Array:
    """One node by its kernel, in arrays of its own: nothing is shared and nothing is packed."""
    step = native.Step()
    ints, floats = OPS[node.op].pack(node)
    step.op, step.n_inputs = int(node.op), len(arrays)
    step.ints[: len(ints)] = resolve(ints, sizes)
    step.floats[: len(floats)] = list(floats)
    out = np.empty(resolve(node.shape, sizes), node.dtype.numpy)
    for array, item, value in [(step.out, node, out), *zip(getattr(step, "in"), node.inputs, arrays, strict=False)]:
        _describe(array, item, sizes)
        array.data = address(value)
    size = -(-max(OPS[node.op].scratch(node, sizes), 1) // ALIGNMENT) * ALIGNMENT
    scratch = aligned(size * threads)
    program = native.Program(
        abi(), 1, 0, threads, ctypes.pointer(step), ctypes.POINTER(native.Patch)(), address(scratch), size
    )
    failed = native.library().rt_run(ctypes.addressof(program), None)
    if failed:
        raise GraphError(f"{node.op.name} has no kernel")
    return out
