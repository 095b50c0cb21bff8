"""The walk over an exported program: parameters become constants, calls become nodes by their handlers."""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch
from torch.fx import GraphModule
from torch.fx import Node as FxNode

from runtime_edited.dims import Dim, Sym
from runtime_edited.exporter.handlers import HANDLERS, Build, UnsupportedOp
from runtime_edited.ir import Array, DType, Graph, Node

IGNORED = frozenset(
    {"aten._assert_tensor_metadata.default", "aten._assert_scalar.default", "aten.sym_constrain_range.default"}
)


def export(
    model: torch.nn.Module,
    args: Sequence[torch.Tensor],
    kwargs: Mapping[str, Any] | None = None,
    dynamic: Mapping[str, Mapping[int, str]] | None = None,
) -> Graph:
    """The graph of `model(*args, **kwargs)`, in evaluation mode. Parameters are shared with the model, not copied.

    `dynamic` names the sizes that may differ from run to run: `{"input_ids": {0: "batch", 1: "sequence"}}`. An input is
    called as the parameter of `forward` is. Raises UnsupportedOp for an operation without a handler: it names the
    operation, its place in the model, and what is supported.
    """
    model.eval()
    shapes = _dynamic_shapes(model, args, kwargs or {}, dynamic or {})
    with torch.no_grad():
        program = torch.export.export(model, tuple(args), dict(kwargs or {}), dynamic_shapes=shapes, strict=False)
    return _Walk(program, dynamic or {}).graph


def _dynamic_shapes(
    model: torch.nn.Module,
    args: Sequence[torch.Tensor],
    kwargs: Mapping[str, Any],
    dynamic: Mapping[str, Mapping[int, str]],
) -> Any:
    if not dynamic:
        return None
    import inspect

    dims = {name: torch.export.Dim.DYNAMIC for sizes in dynamic.values() for name in sizes.values()}
    names = list(inspect.signature(model.forward).parameters)[: len(args)]
    given = {**dict.fromkeys(names), **dict.fromkeys(kwargs)}
    return {
        name: {axis: dims[size] for axis, size in dynamic[name].items()} if name in dynamic else None for name in given
    }


class _Walk:
    """One conversion. `env` holds for every torch node what it became: a node, a tuple of nodes, a size, a number."""

    def __init__(self, program: torch.export.ExportedProgram, dynamic: Mapping[str, Mapping[int, str]]) -> None:
        self.graph = Graph()
        self.build = Build(self.graph)
        self.symbols: dict[str, str] = {}  # torch's name of a symbol to ours
        self.arrays: dict[tuple[int, tuple[int, ...], tuple[int, ...]], Node] = {}
        signature = program.graph_signature
        held = {
            **{name: program.state_dict[target] for name, target in signature.inputs_to_parameters.items()},
            **{name: _buffer(program, target) for name, target in signature.inputs_to_buffers.items()},
            **{name: program.constants[target] for name, target in signature.inputs_to_lifted_tensor_constants.items()},
        }
        env: dict[FxNode, Any] = {}
        wanted = set(signature.user_inputs)
        for node in program.graph.nodes:
            if node.op == "placeholder" and node.name in held:
                env[node] = self._held(node.name, held[node.name])
            elif node.op == "placeholder":
                value = node.meta.get("val")
                if isinstance(value, torch.Tensor) and node.name in wanted:
                    env[node] = self._input(node, dynamic)
                else:
                    env[node] = value
        results = self._calls(program.graph_module, env)
        self.graph.outputs = [item for item in _flat(results) if isinstance(item, Node)]
        self.graph.prune()
        self.graph.check()

    def _held(self, name: str, tensor: torch.Tensor) -> Node:
        """One constant for each piece of memory: tied weights stay tied."""
        value = tensor.detach()
        key = (value.data_ptr(), tuple(value.shape), tuple(value.stride()))
        if key not in self.arrays or not value.numel():
            dtype_of(value.dtype)  # refuses what the runtime does not have
            self.arrays[key] = self.graph.constant(name, _array(value))
        return self.arrays[key]

    def _input(self, node: FxNode, dynamic: Mapping[str, Mapping[int, str]]) -> Node:
        value = node.meta["val"]
        names = dynamic.get(node.name, {})
        shape = []
        for axis, size in enumerate(value.shape):
            if isinstance(size, torch.SymInt) and axis in names:
                self.symbols.setdefault(str(size.node.expr), names[axis])
            shape.append(self.dim(size))
        return self.graph.input(node.name, shape, dtype_of(value.dtype))

    def dim(self, size: Any) -> Dim:
        """A size of torch's as one of ours."""
        return size if isinstance(size, int) else self._expression(size.node.expr)

    def _expression(self, expression: Any) -> Dim:
        if expression.is_Integer:
            return int(expression)
        if expression.is_Symbol:
            name = str(expression)
            return Sym.named(self.symbols.get(name, name))
        if expression.is_Add or expression.is_Mul:
            total: Dim = 0 if expression.is_Add else 1
            for part in expression.args:
                one = self._expression(part)
                total = total + one if expression.is_Add else total * one
            return total
        if expression.is_Pow and expression.exp.is_Integer and expression.exp > 0:
            total = 1
            for _ in range(int(expression.exp)):
                total = total * self._expression(expression.base)
            return total
        raise UnsupportedOp(f"the size `{expression}`: sizes are sums and products of the inputs' sizes")

    def _calls(self, module: GraphModule, env: dict[FxNode, Any]) -> Any:
        for node in module.graph.nodes:
            if node.op == "output":
                return _lookup(node.args[0], env)
            if node.op == "get_attr":
                env[node] = getattr(module, str(node.target))
                if isinstance(env[node], torch.Tensor):
                    env[node] = self._held(node.name, env[node])
            elif node.op == "call_function":
                env[node] = self._call(node, env)
        return None

    def _call(self, node: FxNode, env: dict[FxNode, Any]) -> Any:
        name = str(node.target)
        value = node.meta.get("val")
        if name in IGNORED:
            return None
        if isinstance(value, torch.SymInt | int):
            return self.dim(value)
        args, kwargs = _lookup(node.args, env), _lookup(node.kwargs, env)
        if node.target is operator.getitem:
            return args[0][args[1]]
        if name == "wrap_with_set_grad_enabled" or isinstance(args and args[1:] and args[1], GraphModule):
            inner = next(arg for arg in args if isinstance(arg, GraphModule))
            given = args[args.index(inner) + 1 :]
            places = [item for item in inner.graph.nodes if item.op == "placeholder"]
            return self._calls(inner, dict(zip(places, given, strict=True)))
        handler = HANDLERS.get(name)
        if handler is None:
            raise UnsupportedOp(f"{name} at {_place(node)} has no handler; supported are {', '.join(sorted(HANDLERS))}")
        result = _Result(self, value)
        self.build.name = node.name
        try:
            return handler(self.build, result, *args, **kwargs)
        except (ValueError, TypeError, UnsupportedOp) as error:
            raise UnsupportedOp(f"{name} at {_place(node)}: {error}") from error


class _Result:
    """What torch says that a call gives: handlers ask it for sizes and types instead of computing them again."""

    def __init__(self, walk: _Walk, value: Any) -> None:
        self._walk = walk
        self._value = value

    @property
    def shape(self) -> tuple[Dim, ...]:
        """Of the one tensor."""
        return tuple(self._walk.dim(size) for size in self._value.shape)

    @property
    def dtype(self) -> DType:
        """Of the one tensor."""
        return dtype_of(self._value.dtype)

    @property
    def shapes(self) -> list[tuple[Dim, ...]]:
        """Of several."""
        return [tuple(self._walk.dim(size) for size in value.shape) for value in self._value]


def dtype_of(dtype: torch.dtype) -> DType:
    """Torch's element type as ours. Raises UnsupportedOp for one that the runtime does not have."""
    known = {
        torch.float32: DType.F32, torch.float64: DType.F64, torch.int64: DType.I64, torch.int32: DType.I32,
        torch.bool: DType.BOOL, torch.bfloat16: DType.BF16, torch.int8: DType.I8,
    }  # fmt: skip
    if dtype not in known:
        raise UnsupportedOp(f"the element type {dtype}; supported are {', '.join(map(str, known))}")
    return known[dtype]


def _array(tensor: torch.Tensor) -> Array:
    return np.asarray(tensor.numpy())


def _buffer(program: torch.export.ExportedProgram, target: str) -> torch.Tensor:
    held = program.state_dict.get(target, program.constants.get(target))
    assert isinstance(held, torch.Tensor)
    return held


def _lookup(item: Any, env: Mapping[FxNode, Any]) -> Any:
    if isinstance(item, FxNode):
        return env[item]
    if isinstance(item, list | tuple):
        return type(item)(_lookup(part, env) for part in item)
    if isinstance(item, dict):
        return {name: _lookup(part, env) for name, part in item.items()}
    return item


def _flat(results: Any) -> list[Any]:
    return [part for item in results for part in _flat(item)] if isinstance(results, list | tuple) else [results]


def _place(node: FxNode) -> str:
    """Where in the model a call stands: the path of its module, and its line where torch knows it."""
    stack = node.meta.get("nn_module_stack") or {}
    path = next((name for name, _ in reversed(list(stack.values()))), "") or "the model"
    line = [text.strip() for text in (node.meta.get("stack_trace") or "").splitlines() if text.strip()]
    return f"{path}{f' ({line[-1]})' if line else ''}"
