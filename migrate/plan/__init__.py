"""The plan: `migration.toml`, its tables, its claims, and everything that can be wrong with it."""

from migrate.plan.reading import load
from migrate.plan.tables import (
    CHECKS,
    BisectTable,
    CompatTable,
    EquivalenceTable,
    GateTable,
    ImportsTable,
    Phase,
    Plan,
    ProbeTable,
    Project,
    RemovalTable,
    Step,
    Table,
    is_due,
    project_version,
)

__all__ = [
    "CHECKS",
    "BisectTable",
    "CompatTable",
    "EquivalenceTable",
    "GateTable",
    "ImportsTable",
    "Phase",
    "Plan",
    "ProbeTable",
    "Project",
    "RemovalTable",
    "Step",
    "Table",
    "is_due",
    "load",
    "project_version",
]
