"""A graph written to a file plans and runs to the same bits after it is read; what is not such a file is refused."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from runtime_edited import Session, load, save
from runtime_edited.dims import Sym
from runtime_edited.exporter import export
from runtime_edited.ir import DType, Graph, GraphError, OpType
from runtime_edited.planner import Plan
from runtime_edited.saving import FORMAT
from safetensors.numpy import load_file
from test_models import IDS, MODELS, OTHERS

torch.manual_seed(0)


def small() -> Graph:
    """One weight, one bias, one size left open."""
    graph = Graph()
    x = graph.input("x", (Sym.named("rows"), 3), DType.F32)
    weight = graph.constant("weight", np.arange(6, dtype=np.float32).reshape(3, 2))
    ids = graph.constant("ids", np.array([1, 0], np.int64))
    product = graph.add(OpType.LINEAR, [x, weight], {"alpha": 0.1, "activation": "gelu"})
    graph.outputs = [product, graph.add(OpType.EMBEDDING, [weight, ids])]
    return graph


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("when", ["exported", "optimised"])
def test_a_model_that_was_saved_runs_to_the_same_bits(name: str, when: str, tmp_path: Path) -> None:
    dynamic = {"input_ids": {0: "batch", 1: "sequence"}}
    graph = export(MODELS[name](), (IDS,), {"use_cache": False}, dynamic)
    if when == "exported":
        save(graph, tmp_path / "model")
        session = Session(graph)
    else:
        session = Session(graph)
        save(graph, tmp_path / "model")
    read = load(tmp_path / "model")
    again = Session(read)
    assert str(again.graph) == str(session.graph)
    sizes = {"batch": 3, "sequence": 17}
    one, two = session.plan.lay(sizes), again.plan.lay(sizes)
    assert (one.arena, sorted(one.offsets.values())) == (two.arena, sorted(two.offsets.values()))
    for (ids,) in OTHERS:
        np.testing.assert_array_equal(session.run(ids), again.run(ids))


def test_a_saved_graph_is_the_same_graph(tmp_path: Path) -> None:
    graph = small()
    full = {"shape": (Sym.named("rows") * 2 + 1, 2), "value": float("-inf"), "dtype": DType.F32}
    made = graph.add(OpType.FULL, [], full)
    graph.outputs.append(graph.add(OpType.SLICE, [made], {"axis": 0, "start": 0, "stop": Sym.named("rows"), "step": 1}))
    save(graph, tmp_path / "graph")
    read = load(tmp_path / "graph")
    assert str(read) == str(graph)
    assert [node.attrs for node in read] == [node.attrs for node in graph]
    assert read.symbols() == graph.symbols()
    assert read.fresh("weight") == "weight_1"
    for one, two in zip(graph, read, strict=True):
        np.testing.assert_array_equal(one.value, two.value)  # type: ignore[arg-type]
    assert [node.op for node in Plan(read).steps] == [node.op for node in Plan(graph).steps]


def test_a_model_that_was_saved_starts_without_torch(tmp_path: Path) -> None:
    session = Session(torch.nn.Sequential(torch.nn.Linear(5, 7), torch.nn.GELU()).eval(), torch.zeros(2, 5))
    x = np.linspace(-2, 2, 10, dtype=np.float32).reshape(2, 5)
    save(session.graph, tmp_path / "model")
    np.save(tmp_path / "x.npy", x)
    program = (
        "import sys, numpy as np; from runtime_edited import Session, load;"
        "y = Session(load('model')).run(np.load('x.npy')); np.save('y.npy', y);"
        "sys.exit(' '.join({'torch', 'safetensors'} & set(sys.modules)) or 0)"
    )
    root = str(Path(__file__).parents[1])
    subprocess.run([sys.executable, "-c", program], cwd=tmp_path, env={"PYTHONPATH": root}, check=True)
    np.testing.assert_array_equal(np.load(tmp_path / "y.npy"), session.run(x))


def test_the_weights_of_the_file_are_read_by_safetensors(tmp_path: Path) -> None:
    save(small(), tmp_path / "graph")
    found = load_file(tmp_path / "graph")
    np.testing.assert_array_equal(found["weight"], np.arange(6, dtype=np.float32).reshape(3, 2))
    np.testing.assert_array_equal(found["ids"], [1, 0])


def test_constants_are_the_files_own_bytes_and_cannot_be_written(tmp_path: Path) -> None:
    save(small(), tmp_path / "graph")
    weight = next(node.value for node in load(tmp_path / "graph") if node.name == "weight")
    assert weight is not None
    with pytest.raises(ValueError, match="read-only"):
        weight[0, 0] = 1


def test_a_graph_that_cannot_be_saved_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "graph"
    save(small(), path)
    before = path.read_bytes()
    graph = small()
    graph.outputs[0].attrs["note"] = object()
    with pytest.raises(GraphError, match="%linear: an attribute of type object cannot be saved"):
        save(graph, path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def header(text: str | bytes, data: bytes = b"") -> bytes:
    raw = text.encode() if isinstance(text, str) else text
    return len(raw).to_bytes(8, "little") + raw + data


def changed(**changes: object) -> bytes:
    """The nodes of a graph of one input and one RELU, with something else said of the RELU."""
    relu = {"name": "y", "op": "RELU", "inputs": [0], "shape": [2], "dtype": "F32", "attrs": {}, **changes}
    x = {"name": "x", "op": "INPUT", "inputs": [], "shape": [2], "dtype": "F32", "attrs": {}}
    told = {"nodes": [x, relu], "inputs": [0], "outputs": [1]}
    return header(json.dumps({"__metadata__": {"format": FORMAT, "graph": json.dumps(told)}}))


BROKEN = {
    "nothing": (b"", "a header of 0 bytes in a file of 0"),
    "a few bytes": (b"abc", "in a file of 3"),
    "a header longer than the file": (b"\xff" * 40, "in a file of 40"),
    "no JSON": (header("{nonsense"), "no saved graph"),
    "no text": (header(b"\xff\xfe\x00"), "no saved graph"),
    "JSON of another shape": (header("[1, 2]"), "no saved graph"),
    "no metadata": (header("{}"), "no saved graph"),
    "a safetensors file of somebody else": (header('{"__metadata__": {"format": "pt"}}'), "the format `pt`"),
    "JSON as deep as memory": (header("[" * 100_000), "no saved graph"),
    "an op that is not there": (changed(op="FROBNICATE"), "FROBNICATE"),
    "an element type that is not there": (changed(dtype="F7"), "F7"),
    "a shape that its rule does not give": (changed(shape=[3]), r"%y is said to be F32\[3\], its rule gives F32\[2\]"),
    "a size that is no number": (changed(shape=["2"]), "%y has the shape"),
    "a negative size": (changed(shape=[-2]), "%y has the shape"),
    "a name that is taken": (changed(name="x"), "two nodes are called x"),
    "a later input": (changed(inputs=[1]), "%y reads what does not come before it"),
    "inputs that are no list": (changed(inputs=7), "no saved graph"),
    "an attribute of unknown keys": (changed(attrs={"a": {"b": 1}}), "an attribute of the keys b"),
    "a constant without a tensor": (changed(op="CONSTANT", inputs=[]), "'y'"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_no_saved_graph_is_refused_by_its_path(name: str, tmp_path: Path) -> None:
    content, said = BROKEN[name]
    path = tmp_path / "broken"
    path.write_bytes(content)
    with pytest.raises(GraphError, match=said) as raised:
        load(path)
    assert str(path) in str(raised.value)


def test_a_file_that_ends_too_early_is_refused(tmp_path: Path) -> None:
    save(small(), tmp_path / "graph")
    whole = (tmp_path / "graph").read_bytes()
    for length in range(0, len(whole), 7):
        (tmp_path / "cut").write_bytes(whole[:length])
        with pytest.raises(GraphError, match="cut"):
            load(tmp_path / "cut")


def test_a_file_that_is_not_there_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        load(tmp_path / "nowhere")


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_file_with_a_wrong_byte_is_read_or_refused_and_never_worse(tmp_path: Path, data: st.DataObject) -> None:
    save(small(), tmp_path / "graph")
    whole = bytearray((tmp_path / "graph").read_bytes())
    for _ in range(data.draw(st.integers(1, 3))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    (tmp_path / "wrong").write_bytes(whole)
    try:
        graph = load(tmp_path / "wrong")
    except GraphError:
        return
    graph.check()
