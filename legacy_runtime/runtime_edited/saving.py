"""A graph as a file and back: safetensors, the constants as its tensors and the nodes as JSON in its metadata. Nothing is pickled.

The file can be read by whatever reads safetensors. `load` maps the constants into memory instead of reading them, and needs
no torch: a model that was exported once starts in a moment.
"""

from __future__ import annotations

import json
import math
import mmap
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from runtime_edited.dims import Dim, Sym
from runtime_edited.ir import DType, Graph, GraphError, Node, OpType

FORMAT = "runtime graph 1"
METADATA = "__metadata__"
ALIGNMENT = 64


def save(graph: Graph, path: str | os.PathLike[str]) -> None:
    """Write the graph. A file of that name is replaced at once, or left as it was. Raises GraphError for a broken graph."""
    graph.check()
    number = {node: at for at, node in enumerate(graph.nodes)}
    constants = [node for node in graph.nodes if node.op is OpType.CONSTANT]
    constants.sort(
        key=lambda node: -node.dtype.size
    )  # so each begins at a multiple of its element's size, without holes
    told = {
        "nodes": [_told(node, number) for node in graph.nodes],
        "inputs": [number[node] for node in graph.inputs],
        "outputs": [number[node] for node in graph.outputs],
    }
    header: dict[str, Any] = {METADATA: {"format": FORMAT, "graph": json.dumps(told, separators=(",", ":"))}}
    end = 0
    for node in constants:
        assert node.value is not None
        if node.name == METADATA:
            raise GraphError(f"%{node.name}: a constant of that name cannot be saved")
        begin, end = end, end + node.value.nbytes
        header[node.name] = {"dtype": node.dtype.name, "shape": list(node.shape), "data_offsets": [begin, end]}
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-(len(text) + 8) % ALIGNMENT)
    target = Path(path)
    fresh = target.with_name(target.name + ".new")
    with fresh.open("wb") as file:
        file.write(len(text).to_bytes(8, "little") + text)
        for node in constants:
            assert node.value is not None
            file.write(np.ascontiguousarray(node.value, node.dtype.numpy).reshape(-1).view(np.uint8).data)
    fresh.replace(target)


def load(path: str | os.PathLike[str]) -> Graph:
    """The graph of such a file. Its constants are the file's own bytes, to be read only: the file must stay as it is.

    Raises GraphError for what is no such file, or not all of one.
    """
    with Path(path).open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        held = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if size else b""
    try:
        length = int.from_bytes(held[:8], "little")
        if not 2 <= length <= size - 8:
            raise ValueError(f"a header of {length} bytes in a file of {size}")
        header = json.loads(bytes(held[8 : 8 + length]))
        told = header.pop(METADATA)
        if told.get("format") != FORMAT:
            raise ValueError(f"the format `{told.get('format')}`, not `{FORMAT}`")
        data = memoryview(held)[8 + length :]
        values = {name: _array(name, entry, data) for name, entry in header.items()}
        graph = _graph(json.loads(told["graph"]), values)
        graph.check()
    except GraphError as error:
        raise GraphError(f"{path}: {error}") from error
    except (ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError) as error:
        raise GraphError(f"{path} is no saved graph: {error}") from error
    return graph


def _told(node: Node, number: Mapping[Node, int]) -> dict[str, Any]:
    return {
        "name": node.name,
        "op": node.op.name,
        "inputs": [number[given] for given in node.inputs],
        "shape": [_plain(node, dim) for dim in node.shape],
        "dtype": node.dtype.name,
        "attrs": {name: _plain(node, value) for name, value in node.attrs.items()},
    }


def _plain(node: Node, value: Any) -> Any:
    """An attribute as JSON has it: what JSON does not know is an object of one key."""
    match value:
        case DType():
            return {"dtype": value.name}
        case None | bool() | str():
            return value
        case Sym():
            return {"sum": [[factor, *names] for names, factor in value.terms.items()]}
        case int() | np.integer():
            return int(value)
        case float() | np.floating():
            return float(value) if math.isfinite(value) else {"float": str(float(value))}
        case tuple() | list():
            return [_plain(node, item) for item in value]
    raise GraphError(f"%{node.name}: an attribute of type {type(value).__name__} cannot be saved")


def _value(told: Any) -> Any:
    match told:
        case {"dtype": name}:
            return DType[name]
        case {"sum": terms}:
            return _sum(terms)
        case {"float": text}:
            return float(text)
        case list():
            return tuple(map(_value, told))
        case dict():
            raise ValueError(f"an attribute of the keys {', '.join(told)}")
    return told


def _sum(terms: Any) -> Dim:
    if not all(isinstance(factor, int) and all(isinstance(name, str) for name in names) for factor, *names in terms):
        raise ValueError(f"a size of {terms}")
    return Sym.make({tuple(sorted(names)): factor for factor, *names in terms})


def _array(name: str, entry: Mapping[str, Any], data: memoryview) -> np.ndarray[Any, Any]:
    dtype, shape, (begin, end) = DType[entry["dtype"]], tuple(entry["shape"]), entry["data_offsets"]
    if not all(isinstance(size, int) and size >= 0 for size in (*shape, begin, end)):
        raise ValueError(f"`{name}` of the shape {list(shape)} at {begin}:{end}")
    if not begin <= end <= len(data) or end - begin != math.prod(shape) * dtype.size:
        raise ValueError(f"`{name}` should be bytes {begin} to {end} of {len(data)}, and {dtype.name}{list(shape)}")
    return np.frombuffer(data[begin:end], dtype.numpy).reshape(shape)


def _graph(told: Mapping[str, Any], values: Mapping[str, np.ndarray[Any, Any]]) -> Graph:
    graph = Graph()
    for entry in told["nodes"]:
        name, op, dtype = entry["name"], OpType[entry["op"]], DType[entry["dtype"]]
        if graph.fresh(name) != name:
            raise ValueError(f"two nodes are called {name}")
        if not all(isinstance(at, int) and 0 <= at < len(graph.nodes) for at in entry["inputs"]):
            raise ValueError(f"%{name} reads what does not come before it")
        inputs, shape = [graph.nodes[at] for at in entry["inputs"]], _value(entry["shape"])
        attrs = {attribute: _value(value) for attribute, value in entry["attrs"].items()}
        value = values[name] if op is OpType.CONSTANT else None
        if value is not None and value.dtype != dtype.numpy:
            raise ValueError(f"%{name} is {dtype.name} among the nodes, {value.dtype} among the tensors")
        if not all(isinstance(dim, Sym) or (isinstance(dim, int) and dim >= 0) for dim in shape):
            raise ValueError(f"%{name} has the shape {list(shape)}")
        graph.nodes.append(Node(name, op, inputs, shape, dtype, attrs, value))
    graph.inputs = [graph.nodes[at] for at in told["inputs"]]
    graph.outputs = [graph.nodes[at] for at in told["outputs"]]
    if any(node.op is not OpType.INPUT for node in graph.inputs):
        raise ValueError("what goes in is no input")
    return graph
