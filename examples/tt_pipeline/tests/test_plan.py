import json
from pathlib import Path

import tt_pipeline
from tt_pipeline import compile_graph, lower
from tt_pipeline.passes import emit_plan

SCHEMA = json.loads((Path(tt_pipeline.__file__).parent / "plan.schema.json").read_text())
TYPES = {"object": dict, "array": list, "string": str, "integer": int, "number": (int, float)}


def conforms(value, schema, where="plan"):
    """Assert what a plan's schema asks for; no more of JSON Schema is needed."""
    if "const" in schema:
        assert value == schema["const"], where
    if "type" in schema:
        assert isinstance(value, TYPES[schema["type"]]), where
    if schema.get("type") == "object":
        assert set(schema["required"]) <= set(value) <= set(schema["properties"]), where
        for name, item in value.items():
            conforms(item, schema["properties"][name], f"{where}.{name}")
    for at, item in enumerate(value if schema.get("type") == "array" else ()):
        conforms(item, schema["items"], f"{where}[{at}]")


def test_the_plan_keeps_its_schema(graph):
    conforms(json.loads(json.dumps(compile_graph(graph))), SCHEMA)
    conforms(json.loads(json.dumps(emit_plan(graph))), SCHEMA)


def test_the_plan_is_the_one_that_devices_know(graph):
    known = json.loads((Path(__file__).parent / "plan.json").read_text())
    assert json.loads(json.dumps(compile_graph(graph))) == known


def test_lowering_takes_the_size_of_tiles(graph):
    assert lower(graph, 16)["active"].notes["tiles"] == 12
    assert lower(graph)["active"].notes["tiles"] == 4


def test_an_unlowered_graph_has_a_plan_too(graph):
    assert [step["name"] for step in emit_plan(graph)["steps"]] == [op.name for op in graph.ops]
