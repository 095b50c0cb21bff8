#!/usr/bin/env python
"""What a plan makes of a graph, as a table for the weekly report.

    PYTHONPATH=. python tools/plan_stats.py package.module:function

The function takes nothing and gives a Graph.
"""

import importlib
import sys

from runtime.graph import size_of


def _resolve_alias(aliases, name):
    """Copied from runtime/planner.py, so that this works with plans of other versions."""
    while name in aliases:
        name = aliases[name]
    return name


def load(spec):
    module, _, name = spec.partition(":")
    return getattr(importlib.import_module(module), name)()


def stats(graph):
    """Rows of (name, number)."""
    from runtime.planner import make_plan

    plan = make_plan(graph)
    naive = make_plan(graph, reuse=False)
    owners = set(_resolve_alias(plan.aliases, node.name) for node in plan.order)
    values = sum(size_of(node.shape) * node.dtype.size for node in plan.order)
    return [
        ("nodes", len(graph)),
        ("steps", len(plan.order) - len(plan.aliases)),
        ("aliases", len(plan.aliases)),
        ("buffers", len([name for name in owners if name in plan.offsets])),
        ("bytes of all values", values),
        ("arena", plan.arena_size),
        ("arena without reuse", naive.arena_size),
        ("scratch", plan.scratch_size),
    ]


def table(rows):
    return "\n".join("| %s | %d |" % row for row in rows)


def main(argv):
    if len(argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    print("| plan | |\n|---|---|")
    print(table(stats(load(argv[1]))))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
