"""A plan as the structs that the kernels read."""

from __future__ import annotations

import ctypes
import mmap
from collections.abc import Mapping, Sequence
from contextlib import suppress
from math import prod
from typing import Any

import numpy as np

from runtime_edited import native
from runtime_edited.abi import abi
from runtime_edited.dims import Dim, count, resolve
from runtime_edited.executor.common import evaluate, lost_row
from runtime_edited.ir import Array, DType, GraphError, Node, OpType
from runtime_edited.ops import ATTENTION_FLAGS, OPS
from runtime_edited.passes.attention import is_causal, sees
from runtime_edited.planner import ALIGNMENT, Layout, Plan

WORD = 8
"""Bytes: the structs of a step are made of 64-bit words, and are filled as an array of these."""
STEP, ARRAY = ctypes.sizeof(native.Step) // WORD, ctypes.sizeof(native.Array) // WORD
OUT, IN, INTS = (
    native.Step.out.offset // WORD,
    getattr(native.Step, "in").offset // WORD,
    native.Step.ints.offset // WORD,
)
DATA, SHAPE, COUNT = (getattr(native.Array, name).offset // WORD for name in ("data", "shape", "count"))
PATCH = np.dtype(
    [(name, np.int32 if kind is ctypes.c_int32 else np.int64) for name, kind in native.Patch._fields_],
)
WEIGHT_TYPE = 4
"""Which of the numbers of a LINEAR step says how its packed weight is stored."""
HUGE = 1 << 21
"""Bytes of a huge page, or a multiple of it."""
SHELF = 16 * HUGE

_from_buffer, _addressof = ctypes.c_char.from_buffer, ctypes.addressof


def aligned(size: int) -> Array:
    """Bytes that begin at a multiple of 64."""
    raw = np.zeros(size + ALIGNMENT, dtype=np.uint8)
    start = -address(raw) % ALIGNMENT
    return raw[start : start + size]


def shelf(size: int) -> Array:
    """Bytes of a mapping of their own, from the beginning of a huge page on; what is not touched costs nothing."""
    mapped = mmap.mmap(
        -1, size + HUGE, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS
    )  # the default, shared, has no huge pages
    if hasattr(mmap, "MADV_HUGEPAGE"):
        with suppress(OSError):  # a kernel without them
            mapped.madvise(mmap.MADV_HUGEPAGE)
    raw: Array = np.frombuffer(mapped, np.uint8)
    start = -address(raw) % HUGE
    return raw[start : start + size]


def aligned_empty(shape: tuple[int, ...], dtype: np.dtype[Any]) -> Array:
    """An array that begins at a multiple of 64: what else lies in an output's memory wants it."""
    raw = np.empty(prod(shape) * dtype.itemsize + ALIGNMENT, dtype=np.uint8)
    start = -address(raw) % ALIGNMENT
    return raw[start : start + raw.size - ALIGNMENT].view(dtype).reshape(shape)


def address(array: Array) -> int:
    """Where an array begins."""
    try:
        return _addressof(_from_buffer(array))  # type: ignore[arg-type]  # a tenth of the time of the way below
    except (TypeError, ValueError, BufferError):  # read-only, empty, or not contiguous
        return int(array.__array_interface__["data"][0])


class Weights:
    """Constant weights in the layout of the LINEAR kernel, each packed once for all programs of a session.

    They lie side by side in huge pages where the system gives them, so that a few entries of the TLB hold them.
    """

    def __init__(self, dtype: DType = DType.F32) -> None:
        self.dtype = dtype
        self._packed: dict[tuple[Node, bool], Array] = {}
        self._shelf = np.zeros(0, np.uint8)

    def _room(self, size: int) -> Array:
        """Bytes that begin at a multiple of 64; what is small does not touch a huge page."""
        if size < HUGE // 16:
            return aligned(size)
        if size > self._shelf.size:
            self._shelf = shelf(max(size, SHELF))
        room = self._shelf[:size]
        self._shelf = self._shelf[-(-size // ALIGNMENT) * ALIGNMENT :]
        return room

    def pack(self, weight: Node) -> bool:
        """Whether a LINEAR has it packed: constants are, unless a BLAS reads them as they are."""
        if weight.op is not OpType.CONSTANT or weight.value is None:
            return False
        return not (native.blas() and self.dtype is DType.F32 and max(weight.value.shape) <= native.BLAS_LARGEST)

    def packed(self, weight: Node, transposed: bool) -> Array:
        """The packed weight. Raises GraphError for an element type in which none is stored."""
        key = (weight, transposed)
        if key not in self._packed:
            assert weight.value is not None
            inner, columns = weight.value.shape[::-1] if transposed else weight.value.shape
            library = native.library()
            size = library.rt_packed_size(inner, columns, self.dtype)
            if size < 0:
                raise GraphError(f"weights are stored as f32, bf16 or i8, not as {self.dtype.name.lower()}")
            room = self._room(size)
            value = np.ascontiguousarray(weight.value, dtype=np.float32)
            library.rt_pack(address(room), address(value), inner, columns, int(transposed), self.dtype)
            self._packed[key] = room
        return self._packed[key]


class Template:
    """What the programs of one plan share: the steps, filled but for sizes and addresses, and where those belong.

    The arrays of `held` are the inputs whose place never changes; they are not given to a run.
    """

    def __init__(self, plan: Plan, weights: Weights, threads: int, held: Mapping[Node, Array] | None = None) -> None:
        self.plan = plan
        self.threads = threads
        self.held = dict(held or {})
        self.inputs = tuple(node for node in plan.graph.inputs if node not in self.held)
        self.outputs = tuple(plan.graph.outputs)
        self.library = native.library()
        self.constants = {
            node: np.ascontiguousarray(node.value).reshape(node.shape)  # type: ignore[arg-type]
            for node in plan.graph
            if node.op is OpType.CONSTANT and node.value is not None
        }
        self.fixed = [node for node in plan.graph if node in plan.fixed]
        self.masked: list[tuple[int, Node]] = []
        self.dims: list[Dim] = []
        self._known: dict[Dim, int] = {}
        self._sized: list[tuple[int, int]] = []  # word, number of a size
        self._arena: list[tuple[int, ...]] = []  # word, storage, number of an offset, step, slot
        self._patched: list[tuple[int, int, int, int]] = []  # step, slot, buffer, number of an offset
        self._late: list[tuple[int, Node]] = []  # word, a value that depends on sizes
        self._kept: list[Array] = []
        self.storages = {storage: at for at, storage in enumerate(plan.storages)}
        self._buffers = {node: at for at, node in enumerate(self.inputs)}
        self.words = np.zeros(max(len(plan.steps), 1) * STEP, np.int64)
        steps = (native.Step * max(len(plan.steps), 1)).from_buffer(self.words)  # type: ignore[arg-type]
        for index, node in enumerate(plan.steps):
            self._fill(steps[index], index, node, weights)
        self.sized, self.arena = (
            np.array(rows, np.int64).reshape(len(rows), width).T for rows, width in ((self._sized, 2), (self._arena, 5))
        )

    @property
    def late(self) -> Sequence[tuple[int, Node]]:
        """Words that are addresses of values that depend on sizes alone."""
        return self._late

    @property
    def patched(self) -> Sequence[tuple[int, int, int, int]]:
        """What points into inputs and outputs: step, slot, buffer, number of the offset."""
        return self._patched

    def numbers(self, sizes: Mapping[str, int]) -> Array:
        """All sizes and offsets of the plan, for this binding."""
        return np.array([dim if isinstance(dim, int) else dim.at(sizes) for dim in self.dims], np.int64)

    def _number(self, dim: Dim) -> int:
        if dim not in self._known:
            self._known[dim] = len(self.dims)
            self.dims.append(dim)
        return self._known[dim]

    def _fill(self, step: native.Step, index: int, node: Node, weights: Weights) -> None:
        if len(node.inputs) > native.MAX_INPUTS:
            raise GraphError(f"%{node.name} has {len(node.inputs)} inputs; the kernels take {native.MAX_INPUTS}")
        ints, floats = OPS[node.op].pack(node)
        base = index * STEP
        step.op, step.n_inputs = int(node.op), len(node.inputs)
        step.floats[: len(floats)] = list(floats)
        for at, dim in enumerate(ints):
            self._sized.append((base + INTS + at, self._number(dim)))
        for slot, item in [(-1, node), *enumerate(node.inputs)]:
            array = step.out if slot < 0 else getattr(step, "in")[slot]
            array.rank, array.dtype = len(item.shape), int(item.dtype)
            word = base + (OUT if slot < 0 else IN + slot * ARRAY)
            for axis, dim in enumerate(item.shape):
                self._sized.append((word + SHAPE + axis, self._number(dim)))
            self._sized.append((word + COUNT, self._number(count(item.shape))))
            self._put(array, index, slot, word + DATA, item)
        if node.op is OpType.LINEAR and weights.pack(node.inputs[1]):
            packed = weights.packed(node.inputs[1], bool(node.attrs.get("transpose_w")))
            self._kept.append(packed)
            step.packed = address(packed)
            step.ints[WEIGHT_TYPE] = int(weights.dtype)
        if node.op is OpType.ATTENTION and len(node.inputs) > 3:
            mask = node.inputs[3]
            if mask in self.plan.fixed or mask in self.constants:
                self.masked.append((index, mask))

    def _put(self, array: native.Array, index: int, slot: int, word: int, item: Node) -> None:
        """Say where this value lies, now or for each binding."""
        place = self.plan.places[item]
        known = self.constants if item in self.constants else self.held
        if item in known:
            array.data = address(known[item])
        elif item in self.plan.fixed:
            self._late.append((word, item))
        elif place.storage.kind == "arena":
            self._arena.append((word, self.storages[place.storage], self._number(place.offset), index, slot))
        elif place.storage.owner in self.held:
            array.data = address(self.held[place.storage.owner]) + _whole(place.offset)
        elif place.storage.kind == "constant":
            raise GraphError(f"%{item.name} is a view of a constant")
        else:
            owner = place.storage.owner
            output = place.storage.kind == "output"
            buffer = len(self.inputs) + place.storage.index if output else self._buffers[owner]
            self._patched.append((index, slot, buffer, self._number(place.offset)))


def _whole(dim: Dim) -> int:
    if not isinstance(dim, int):
        raise GraphError(f"an offset of {dim} into an input that is held")
    return dim


class Program:
    """One plan for one binding of the symbols, laid out once; `run` is one C call.

    It holds its arena, so only one thread may be in `run` at a time.
    """

    def __init__(self, template: Template, layout: Layout) -> None:
        plan, sizes = template.plan, layout.sizes
        self.template = template
        self.layout = layout
        self.values: dict[Node, Array] = dict(template.constants)
        for node in template.fixed:
            value = evaluate(node, [self.values[given] for given in node.inputs], sizes)
            self.values[node] = np.ascontiguousarray(value).reshape(value.shape)
        self.arena = aligned(layout.arena)
        numbers = template.numbers(sizes)
        offsets = np.array([layout.offsets.get(storage, 0) for storage in template.storages], np.int64)
        lenders = np.array([layout.lent.get(storage, -1) for storage in template.storages], np.int64)
        self.words = template.words.copy()
        where, which = template.sized
        self.words[where] = numbers[which]
        where, storage, which, step, slot = template.arena
        self.words[where] = address(self.arena) + offsets[storage] + numbers[which]
        lent = lenders[storage] >= 0
        patches = np.zeros(len(template.patched) + int(lent.sum()), PATCH)
        for row, (*fields, at) in enumerate(template.patched):
            patches[row] = (*fields, numbers[at])
        more = patches[len(template.patched) :]
        more["step"], more["slot"] = step[lent], slot[lent]
        more["buffer"] = len(template.inputs) + lenders[storage[lent]]
        more["offset"] = offsets[storage[lent]] + numbers[which[lent]]
        self.patches = patches
        for word, node in template.late:
            self.words[word] = address(self.values[node])
        unmasked = {mask: _says(self.values[mask]) for mask in {mask for _, mask in template.masked}}
        for index, mask in template.masked:
            _without_mask(self.words[index * STEP + INTS :], unmasked[mask])
        at = layout.offsets.get(plan.scratch, 0) if plan.scratch is not None else 0
        lender = layout.lent.get(plan.scratch) if plan.scratch is not None else None
        self.struct = native.Program(
            abi(), len(plan.steps), len(patches), template.threads,
            ctypes.cast(address(self.words), ctypes.POINTER(native.Step)),
            ctypes.cast(address(patches), ctypes.POINTER(native.Patch)), address(self.arena) + at, layout.scratch,
        )  # fmt: skip
        self.lent_scratch = None if lender is None else (len(template.inputs) + lender, at)
        self.empty = aligned_empty if layout.lent else np.empty
        self.given = [(resolve(node.shape, sizes), node.dtype.numpy) for node in template.inputs]
        self.shapes = [(resolve(node.shape, sizes), node.dtype.numpy) for node in template.outputs]
        self.buffers = (ctypes.c_void_p * (len(self.given) + len(self.shapes) or 1))()
        self.pointers = (ctypes.addressof(self.struct), ctypes.addressof(self.buffers))
        self.copied = self._copied_outputs()
        self._run = template.library.rt_run

    def takes(self, inputs: Sequence[Array]) -> bool:
        """Whether inputs are of this binding, told by shapes and types alone."""
        if len(inputs) != len(self.given):
            return False
        for array, (shape, dtype) in zip(inputs, self.given):  # noqa: B905, SIM110 (checked above; this is the fast way)
            if array.shape != shape or array.dtype is not dtype:
                return False
        return True

    def run(self, inputs: Sequence[Array]) -> list[Array]:
        """The outputs for inputs of this binding. Raises InputError for a row that a table does not have."""
        outputs = [self.empty(shape, dtype) for shape, dtype in self.shapes]
        kept = self._point(inputs, outputs)
        failed = self._run(*self.pointers)
        if failed:
            self._failed(failed)
        for index, source in self.copied.items():
            outputs[index][...] = self._source(source, inputs, outputs)
        del kept
        return outputs

    def seconds(self, inputs: Sequence[Array], times: int) -> list[float]:
        """How long the C call takes, so many times over, without Python between the calls."""
        outputs = [self.empty(shape, dtype) for shape, dtype in self.shapes]
        kept = self._point(inputs, outputs)
        found = (ctypes.c_double * times)()
        failed = self.template.library.rt_time(*self.pointers, times, found)
        if failed:
            self._failed(failed)
        del kept
        return list(found)

    def _point(self, inputs: Sequence[Array], outputs: Sequence[Array]) -> list[Array]:
        """Let the next call read and write these arrays; gives copies of what is not contiguous, to be kept until then."""
        buffers, at = self.buffers, 0
        copies: list[Array] = []
        for arrays in (inputs, outputs):
            for array in arrays:
                try:
                    buffers[at] = _addressof(_from_buffer(array))  # type: ignore[arg-type]
                except (TypeError, ValueError, BufferError):
                    copies.append(np.ascontiguousarray(array))
                    buffers[at] = address(copies[-1])
                at += 1
        if self.lent_scratch is not None:
            at, offset = self.lent_scratch
            self.struct.scratch = (buffers[at] or 0) + offset
        return copies

    def _failed(self, code: int) -> None:
        if code == -1:
            raise GraphError("the library is of another build")
        node = self.template.plan.steps[code - 1 if code > 0 else -2 - code]
        if code > 0:
            raise GraphError(f"%{node.name}: {node.op.name} has no kernel")
        raise lost_row(node)

    def _source(self, source: Node | tuple[str, int], inputs: Sequence[Array], outputs: Sequence[Array]) -> Array:
        if isinstance(source, Node):
            return self.values[source] if source in self.values else self.template.held[source]
        return inputs[source[1]] if source[0] == "input" else outputs[source[1]]

    def _copied_outputs(self) -> dict[int, Node | tuple[str, int]]:
        """Outputs that no step writes: inputs, what is fixed, and an output that is told twice."""
        found: dict[int, Node | tuple[str, int]] = {}
        first: dict[Node, int] = {}
        for index, node in enumerate(self.template.outputs):
            if node in self.values or node in self.template.held:
                found[index] = node
            elif node.op is OpType.INPUT:
                found[index] = ("input", self.template.inputs.index(node))
            elif node in first:
                found[index] = ("output", first[node])
            first.setdefault(node, index)
        return found


def _says(mask: Array) -> str:
    """Whether a mask is `causal`, hides `nothing`, or says more."""
    seen = sees(mask)
    if seen is None:
        return "more"
    return "nothing" if seen.all() else "causal" if is_causal(seen) else "more"


def _without_mask(ints: Array, says: str) -> None:
    """Attention whose mask, for this binding, says no more than "causal", or nothing, need not read it."""
    causal, masked = ATTENTION_FLAGS
    if says != "more" and not ints[causal]:
        ints[causal], ints[masked] = int(says == "causal"), 0


def one_step(
    node: Node, arrays: Sequence[Array], sizes: Mapping[str, int], threads: int, weights: Weights | None = None
) -> Array:
    """One node by its kernel, in arrays of its own: nothing is shared. Constant weights come packed from `weights`."""
    step = native.Step()
    ints, floats = OPS[node.op].pack(node)
    step.op, step.n_inputs = int(node.op), len(arrays)
    step.ints[: len(ints)] = resolve(ints, sizes)
    step.floats[: len(floats)] = list(floats)
    out = np.empty(resolve(node.shape, sizes), node.dtype.numpy)
    for array, item, value in [(step.out, node, out), *zip(getattr(step, "in"), node.inputs, arrays, strict=False)]:
        shape = resolve(item.shape, sizes)
        array.shape[: len(shape)] = shape
        array.rank, array.count, array.dtype = len(shape), prod(shape), int(item.dtype)
        array.data = address(value)
    held = weights or Weights()
    if node.op is OpType.LINEAR and held.pack(node.inputs[1]):
        packed = held.packed(node.inputs[1], bool(node.attrs.get("transpose_w")))
        step.packed, step.ints[WEIGHT_TYPE] = address(packed), int(held.dtype)
    size = -(-max(OPS[node.op].scratch(node, sizes), 1) // ALIGNMENT) * ALIGNMENT
    scratch = aligned(size * threads)
    program = native.Program(
        abi(), 1, 0, threads, ctypes.pointer(step), ctypes.POINTER(native.Patch)(), address(scratch), size
    )
    failed = native.library().rt_run(ctypes.addressof(program), None)
    if failed:
        raise GraphError(f"{node.op.name} has no kernel") if failed > 0 else lost_row(node)
    return out
