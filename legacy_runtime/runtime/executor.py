"""Runs plans: node by node over the backends (execute), or all at once in C (compile_plan, execute_compiled)."""

import ctypes
import os
import sys
import time
from pathlib import Path

import numpy as np

from runtime.backends import default_chain, get_backend
from runtime.ir import GraphError, OpType, size_of

LIBRARY = Path(__file__).parent.parent / "csrc" / "build" / "libruntime.so"


def _flag(name):
    return os.environ.get(name, "") not in ("", "0")


class Executor:
    """Executes plans made by runtime.planner.make_plan.

    Two ways:

    * execute(plan, inputs) asks the backends for each node, one after the other. Slow, but works for everything that any
      backend knows, and can be looked into.
    * compile_plan(plan) once, then execute_compiled(compiled, inputs) as often as you like. One call into C for all nodes,
      all of them in one arena. Only for graphs that have a kernel for every node.

    Inputs are arrays in the order of the graph's inputs, outputs are arrays in the order of the graph's outputs. Outputs are
    copies: they belong to the caller.

    Environment variables, all for debugging:

    RT_TRACE=1         print every node as it runs, with shape and range
    RT_PROFILE=1       collect seconds for each op in executor.timings
    RT_CHECK_FINITE=1  raise FloatingPointError for the first node that gives NaN or infinity
    RT_VERIFY=1        run every node on all backends and compare
    RT_CHECK_PLAN=1    refuse plans in which two values overlap that are alive at once
    RT_DUMP=FILE       write the summary of every plan that is compiled to FILE
    RT_RECORD=DIR      write inputs and outputs of every run to DIR, for bug reports
    """

    def __init__(self, backends=None):
        if backends is None:
            self.backends = default_chain()
        else:
            self.backends = [get_backend(b) if isinstance(b, str) else b for b in backends]
        self.timings = {}
        self._lib = None
        self._trace = _flag("RT_TRACE")
        self._profile = _flag("RT_PROFILE")
        self._finite = _flag("RT_CHECK_FINITE")
        self._verify = _flag("RT_VERIFY")
        self._check = _flag("RT_CHECK_PLAN")

    # ------------------------------------------------------------------
    # node by node
    # ------------------------------------------------------------------

    def execute(self, plan, inputs):
        inputs = self._check_inputs(plan.graph, inputs)
        values = {}
        for node, array in zip(plan.graph.inputs, inputs):
            values[node.name] = array
        for node in plan.graph:
            if node.op == OpType.CONSTANT:
                values[node.name] = node.value
        dying = self._last_readers(plan)
        for i, node in enumerate(plan.order):
            arrays = [values[given.name] for given in node.inputs]
            started = time.perf_counter()
            result = self._run_node(node, arrays)
            if self._profile:
                self._note_time(node, time.perf_counter() - started)
            if result.shape != tuple(node.shape):
                raise RuntimeError("%r: shape %s expected, got %s" % (node, node.shape, result.shape))
            if self._trace:
                self._print_node(node, result)
            if self._finite:
                self._raise_if_not_finite(node, result)
            values[node.name] = result
            for name in dying.get(i, ()):
                del values[name]
        outputs = [np.array(values[node.name]) for node in plan.graph.outputs]
        self._record("execute", plan.graph, inputs, outputs)
        return outputs

    def _run_node(self, node, arrays):
        if self._verify:
            return self._run_on_all(node, arrays)
        for backend in self.backends:
            if backend.has(node):
                return backend.run(node, arrays)
        raise GraphError("%r: no backend of %s has %s" % (node, [b.name for b in self.backends], node.op.name))

    def _run_on_all(self, node, arrays):
        """Every backend that has it. They have to agree."""
        results = []
        for backend in self.backends:
            if backend.has(node):
                results.append((backend.name, backend.run(node, arrays)))
        if not results:
            raise GraphError("%r: no backend has %s" % (node, node.op.name))
        first, wanted = results[0]
        for name, result in results[1:]:
            if not np.allclose(result, wanted, rtol=1e-4, atol=1e-4, equal_nan=True):
                worst = np.max(np.abs(np.asarray(result, np.float64) - np.asarray(wanted, np.float64)))
                raise AssertionError("%r: %s and %s differ by %g" % (node, first, name, worst))
        return wanted

    def _last_readers(self, plan):
        """step -> names of the values that nobody needs after it"""
        last = {}
        for i, node in enumerate(plan.order):
            last[node.name] = i
            for given in node.inputs:
                last[given.name] = i
        kept = set(node.name for node in plan.graph.outputs)
        dying = {}
        for name in last:
            if name not in kept:
                dying.setdefault(last[name], []).append(name)
        return dying

    # ------------------------------------------------------------------
    # compiled
    # ------------------------------------------------------------------

    def compile_plan(self, plan):
        """Steps, addresses and memory for execute_compiled. What comes back is nobody's business but execute_compiled's."""
        lib = self._load_library()
        steps = [node for node in plan.order if node.name not in plan.aliases]
        self._check_kernels(lib, steps)
        if self._check:
            self._check_plan(plan)

        arena = self._aligned(plan.arena_size)
        scratch = self._aligned(plan.scratch_size)
        places, constants = self._places(plan)

        # c_backend and we fill in the same struct
        from runtime.backends.c_backend import Step, fill_step

        array = (Step * max(len(steps), 1))()
        patches = []
        for i, node in enumerate(steps):
            fill_step(array[i], node, plan.extras[node.name])
            kind, where = places[node.name]
            if kind != "arena":
                raise AssertionError("%r is written to %s" % (node, kind))
            array[i].out = self._address(arena) + where
            for k, given in enumerate(node.inputs):
                kind, where = places[given.name]
                if kind == "arena":
                    array[i].inputs[k] = self._address(arena) + where
                elif kind == "constant":
                    array[i].inputs[k] = self._address(constants[where])
                else:
                    # not known before the call
                    patches.append((i, k, where))

        outputs = []
        for node in plan.graph.outputs:
            outputs.append((node, places[node.name]))

        compiled = {
            "graph": plan.graph,
            "nodes": steps,
            "steps": array,
            "count": len(steps),
            "patches": patches,
            "arena": arena,
            "scratch": scratch,
            "constants": constants,
            "outputs": outputs,
        }
        self._dump(plan)
        return compiled

    def execute_compiled(self, compiled, inputs):
        lib = self._load_library()
        inputs = self._check_inputs(compiled["graph"], inputs)
        # must stay alive until the call is over
        kept = [np.ascontiguousarray(array) for array in inputs]
        steps = compiled["steps"]
        for i, k, which in compiled["patches"]:
            steps[i].inputs[k] = self._address(kept[which])
        if self._profile or self._trace or self._finite:
            code = self._run_steps_one_by_one(lib, compiled)
        else:
            code = lib.execute_plan(
                ctypes.byref(steps),
                ctypes.c_int32(compiled["count"]),
                ctypes.c_void_p(self._address(compiled["scratch"])),
            )
        if code != 0:
            node = compiled["nodes"][code - 1]
            if node.op == OpType.EMBEDDING:
                raise ValueError("%r: an id is not a row of %r" % (node, node.inputs[0]))
            raise RuntimeError("step %d failed: %r = %s" % (code, node, node.op.name))
        outputs = self._collect_outputs(compiled, kept)
        self._record("compiled", compiled["graph"], inputs, outputs)
        return outputs

    def _run_steps_one_by_one(self, lib, compiled):
        """The same as execute_plan in C, but we can look between the steps."""
        scratch = ctypes.c_void_p(self._address(compiled["scratch"]))
        for i, node in enumerate(compiled["nodes"]):
            step = compiled["steps"][i]
            started = time.perf_counter()
            code = lib.execute_step(ctypes.byref(step), scratch)
            if code != 0:
                return i + 1
            if self._profile:
                self._note_time(node, time.perf_counter() - started)
            if self._trace or self._finite:
                result = self._read(step.out, node)
                if self._trace:
                    self._print_node(node, result)
                if self._finite:
                    self._raise_if_not_finite(node, result)
        return 0

    def _places(self, plan):
        """name -> ("arena", offset), ("input", which) or ("constant", which); and the constants."""
        places = {}
        constants = []
        for i, node in enumerate(plan.graph.inputs):
            places[node.name] = ("input", i)
        for node in plan.graph:
            if node.op == OpType.CONSTANT:
                places[node.name] = ("constant", len(constants))
                constants.append(np.ascontiguousarray(node.value))
        for node in plan.order:
            owner = _resolve_alias(plan.aliases, node.name)
            if owner == node.name:
                places[node.name] = ("arena", plan.offsets[node.name])
            else:
                places[node.name] = places[owner]
        return places, constants

    def _collect_outputs(self, compiled, inputs):
        results = []
        for node, (kind, where) in compiled["outputs"]:
            if kind == "input":
                source = inputs[where]
            elif kind == "constant":
                source = compiled["constants"][where]
            else:
                size = size_of(node.shape) * node.dtype.size
                source = compiled["arena"][where : where + size].view(node.dtype.numpy)
            results.append(np.array(source).reshape(node.shape))
        return results

    def _read(self, address, node):
        count = size_of(node.shape)
        if count == 0:
            return np.empty(node.shape, node.dtype.numpy)
        buffer = (ctypes.c_char * (count * node.dtype.size)).from_address(address)
        return np.frombuffer(buffer, node.dtype.numpy).reshape(node.shape)

    def _check_kernels(self, lib, steps):
        from runtime.backends.c_backend import supports

        for node in steps:
            if not supports(node):
                types = ", ".join(given.dtype.name for given in node.inputs)
                raise GraphError("%r: no kernel for %s of %s, use execute()" % (node, node.op.name, types))
            if not hasattr(lib, f"kernel_{node.op.name.lower()}"):
                raise GraphError("%r: no kernel for %s, use execute()" % (node, node.op.name))

    def _check_plan(self, plan):
        """Every value against every other. Slow for large graphs, which is why it has to be asked for."""
        ends = {}
        for node in plan.order:
            if node.name in plan.offsets:
                end = plan.offsets[node.name] + size_of(node.shape) * node.dtype.size
                if end > plan.arena_size:
                    raise GraphError("%r ends at byte %d of an arena of %d" % (node, end, plan.arena_size))
                ends[node.name] = end
        names = list(ends)
        for i, a in enumerate(names):
            for b in names[i + 1 :]:
                first, last = plan.lifetimes[a]
                begin, end = plan.lifetimes[b]
                if last < begin or end < first:
                    # never alive together
                    continue
                if plan.offsets[a] < ends[b] and plan.offsets[b] < ends[a]:
                    raise GraphError(
                        "%%%s at %d..%d and %%%s at %d..%d are alive at once"
                        % (a, plan.offsets[a], ends[a], b, plan.offsets[b], ends[b])
                    )

    def _load_library(self):
        if self._lib is None:
            if not LIBRARY.exists():
                raise ImportError("%s is not built, run: make -C csrc" % LIBRARY)
            lib = ctypes.CDLL(str(LIBRARY))
            lib.execute_plan.restype = ctypes.c_int32
            lib.execute_step.restype = ctypes.c_int32
            self._lib = lib
        return self._lib

    def _aligned(self, size):
        """Bytes that begin at a cache line."""
        raw = np.zeros(size + ALIGNMENT, np.uint8)
        shift = -raw.ctypes.data % ALIGNMENT
        return raw[shift : shift + size]

    def _address(self, array):
        return array.ctypes.data

    # ------------------------------------------------------------------
    # inputs
    # ------------------------------------------------------------------

    def _check_inputs(self, graph, inputs):
        inputs = list(inputs)
        if len(inputs) != len(graph.inputs):
            names = ", ".join(node.name for node in graph.inputs)
            raise ValueError("%d inputs are wanted (%s), %d given" % (len(graph.inputs), names, len(inputs)))
        checked = []
        for node, array in zip(graph.inputs, inputs):
            if not isinstance(array, np.ndarray):
                # torch tensors, lists
                array = np.asarray(array)
            if array.dtype != node.dtype.numpy:
                raise ValueError("input `%s`: %s is wanted, got %s" % (node.name, node.dtype.numpy, array.dtype))
            if array.shape != tuple(node.shape):
                raise ValueError(
                    "input `%s`: shape %s is wanted, got %s" % (node.name, list(node.shape), list(array.shape))
                )
            checked.append(array)
        return checked

    # ------------------------------------------------------------------
    # debugging
    # ------------------------------------------------------------------

    def _note_time(self, node, seconds):
        count, total = self.timings.get(node.op.name, (0, 0.0))
        self.timings[node.op.name] = (count + 1, total + seconds)

    def _print_node(self, node, result):
        if result.size and result.dtype.kind == "f":
            about = "%.4g .. %.4g" % (result.min(), result.max())
        else:
            about = ""
        print("%-24s %-12s %-16s %s" % (node.name, node.op.name, list(result.shape), about), file=sys.stderr)

    def _raise_if_not_finite(self, node, result):
        if result.dtype.kind == "f" and not np.isfinite(result).all():
            bad = int(np.count_nonzero(~np.isfinite(result)))
            raise FloatingPointError("%r = %s: %d of %d are not finite" % (node, node.op.name, bad, result.size))

    def _find_difference(self, plan, inputs, tolerance=1e-4):
        """The first node for which the compiled plan gives something else than the backends, or None.

        For hunting kernels that are wrong. Memory is shared, so every value has to be read right after its step.
        """
        inputs = self._check_inputs(plan.graph, inputs)
        kept = [np.ascontiguousarray(array) for array in inputs]
        values = {}
        for node, array in zip(plan.graph.inputs, inputs):
            values[node.name] = array
        for node in plan.graph:
            if node.op == OpType.CONSTANT:
                values[node.name] = node.value

        compiled = self.compile_plan(plan)
        lib = self._load_library()
        steps = compiled["steps"]
        for i, k, which in compiled["patches"]:
            steps[i].inputs[k] = self._address(kept[which])
        scratch = ctypes.c_void_p(self._address(compiled["scratch"]))

        number = {}
        for i, node in enumerate(compiled["nodes"]):
            number[node.name] = i
        for node in plan.order:
            wanted = self._run_node(node, [values[given.name] for given in node.inputs])
            values[node.name] = wanted
            if node.name not in number:
                # an alias, nothing was computed
                continue
            step = steps[number[node.name]]
            if lib.execute_step(ctypes.byref(step), scratch) != 0:
                return node, float("nan")
            found = self._read(step.out, node)
            if found.size == 0:
                continue
            error = float(np.max(np.abs(found.astype(np.float64) - wanted.astype(np.float64))))
            if not error <= tolerance:
                return node, error
        return None

    def _memory_report(self, plan):
        """What is in the arena at each step, and how much of it is wasted."""
        lines = []
        sizes = {}
        for node in plan.order:
            if node.name in plan.offsets:
                sizes[node.name] = size_of(node.shape) * node.dtype.size
        peak = 0
        for i, node in enumerate(plan.order):
            alive = []
            for name in sizes:
                first, last = plan.lifetimes[name]
                if first <= i <= last:
                    alive.append(name)
            used = sum(sizes[name] for name in alive)
            peak = max(peak, used)
            lines.append("%4d %-24s %10d bytes in %d values" % (i, node.name, used, len(alive)))
        waste = plan.arena_size - peak
        lines.append("peak %d, arena %d, wasted %d" % (peak, plan.arena_size, waste))
        return "\n".join(lines)

    def _dump(self, plan):
        path = os.environ.get("RT_DUMP")
        if path:
            with open(path, "a") as f:
                f.write(plan.summary() + "\n\n")

    def _record(self, how, graph, inputs, outputs):
        folder = os.environ.get("RT_RECORD")
        if not folder:
            return
        os.makedirs(folder, exist_ok=True)
        arrays = {}
        for node, array in zip(graph.inputs, inputs):
            arrays["in_" + node.name] = array
        for i, array in enumerate(outputs):
            arrays["out_%d" % i] = array
        # never overwrite what somebody is about to attach to a report
        number = 0
        while os.path.exists(os.path.join(folder, "%s_%04d.npz" % (how, number))):
            number += 1
        name = os.path.join(folder, "%s_%04d" % (how, number))
        np.savez(name + ".npz", **arrays)
        with open(name + ".txt", "w") as f:
            f.write(str(graph) + "\n")

    def _report(self):
        """What RT_PROFILE collected, slowest first."""
        lines = []
        total = sum(seconds for _, seconds in self.timings.values()) or 1.0
        for op in sorted(self.timings, key=lambda op: -self.timings[op][1]):
            count, seconds = self.timings[op]
            lines.append("%-12s %6d x %9.3f ms %5.1f %%" % (op, count, 1e3 * seconds, 100 * seconds / total))
        return "\n".join(lines)


# planner imports ir, and backends import planner; down here it is safe
from runtime.planner import ALIGNMENT  # noqa: E402


def _resolve_alias(aliases, name):
    """The node whose place this one has. That node comes first and has its place already, so one step is enough."""
    if name in aliases:
        name = aliases[name]
    return name
