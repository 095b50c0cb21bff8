"""The runtime plan: what a device reads, as JSON of the schema in plan.schema.json."""

from __future__ import annotations

from .graph import Graph

VERSION = 2


def emit_plan(graph: Graph) -> dict[str, object]:
    """The plan of a lowered graph: its steps in order, each with its tiles and its core."""
    steps = [
        {
            "name": op.name,
            "kind": op.kind,
            "inputs": list(op.inputs),
            "shape": list(op.shape),
            "tiles": op.notes.get("tiles", 1),
            "core": list(op.notes.get("core", (0, 0))),
            "fused": list(op.notes.get("fused", ())),
            **({"value": op.notes["value"]} if "value" in op.notes else {}),
        }
        for op in graph.ops
    ]
    return {"version": VERSION, "outputs": list(graph.outputs), "steps": steps}
