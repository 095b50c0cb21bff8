"""What a configuration class says: its kind, its fields with their types and defaults, and all else in it."""

from __future__ import annotations

import ast
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from migrate.python.source import last_name
from migrate.references.names import Module

Kind = Literal["dataclass", "attrs", "named-tuple", "typed-dict", "pydantic", "plain"]
ATTRS = frozenset({"define", "frozen", "mutable", "attrs", "s"})
MODELS = frozenset({"BaseModel", "BaseSettings", "SQLModel", "Struct", "RootModel"})
BY_POSITION: frozenset[Kind] = frozenset({"dataclass", "attrs", "named-tuple"})
"""Whose fields have an order that a caller can see."""


@dataclass(frozen=True, eq=False)
class Field:
    """One field: its statement, and its type and default as written (empty where there is none)."""

    name: str
    node: ast.Assign | ast.AnnAssign
    type: str
    default: str

    @property
    def written(self) -> str:
        """`int = 3`, as a table shows it."""
        return " = ".join(part for part in (self.type, self.default) if part) or "any"


@dataclass(frozen=True, eq=False)
class ConfigClass:
    """A class at the top of a module that is there for its fields. `rest` is all else in its body, its docstring aside."""

    module: Module
    node: ast.ClassDef
    kind: Kind
    fields: dict[str, Field]
    rest: list[ast.stmt]

    @property
    def frame(self) -> list[ast.expr | ast.keyword]:
        """What surrounds the body: decorators, bases and keywords."""
        return [*self.node.decorator_list, *self.node.bases, *self.node.keywords]

    @property
    def members(self) -> dict[str, ast.stmt]:
        """Name → the statement of `rest` that binds it; a statement that binds nothing, or several names, is under ""."""
        found: dict[str, ast.stmt] = {}
        for node in self.rest:
            name = bound_name(node)
            found["" if name in found else name] = node
        return found


def bound_name(node: ast.stmt) -> str:
    """The one name that a definition or a plain assignment binds; empty for anything else."""
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return name
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return name
    return ""


def config_classes(module: Module) -> dict[str, ConfigClass]:
    """The configuration classes at the top of the module, by name; not one of those that are defined twice."""
    found: dict[str, ConfigClass] = {}
    for node in module.source.tree.body:
        if isinstance(node, ast.ClassDef) and len(module.namespace.get(node.name, ())) == 1:
            kind = _kind(node)
            fields, rest = _cut(node, kind)
            if fields and (kind != "plain" or _is_for_fields(node, fields, rest, found)):
                found[node.name] = ConfigClass(module, node, kind, fields, rest)
    return found


def _kind(node: ast.ClassDef) -> Kind:
    decorators = {last_name(item.func if isinstance(item, ast.Call) else item) for item in node.decorator_list}
    bases = {last_name(item.value if isinstance(item, ast.Subscript) else item) for item in node.bases}
    if "dataclass" in decorators:
        return "dataclass"
    if decorators & ATTRS:
        return "attrs"
    if "NamedTuple" in bases:
        return "named-tuple"
    if "TypedDict" in bases:
        return "typed-dict"
    if bases & MODELS:
        return "pydantic"
    return "plain"


def _is_for_fields(node: ast.ClassDef, fields: Collection[str], rest: list[ast.stmt], known: Collection[str]) -> bool:
    """Whether a class without any mark is there for its attributes: no base but such classes, more attributes than methods."""
    functions = [item.name for item in rest if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef)]
    bases = all(isinstance(base, ast.Name) and (base.id == "object" or base.id in known) for base in node.bases)
    return (
        bases and not node.keywords and len(functions) <= len(fields) and not {"__init__", "__new__"} & set(functions)
    )


def _cut(node: ast.ClassDef, kind: Kind) -> tuple[dict[str, Field], list[ast.stmt]]:
    fields: dict[str, Field] = {}
    rest: list[ast.stmt] = []
    for count, item in enumerate(node.body):
        match item:
            case ast.Expr(value=ast.Constant(value=str())) if not count:
                continue
            case ast.Pass():
                continue
            case ast.AnnAssign(target=ast.Name(id=name), annotation=hint, value=value) if (
                name not in fields and "ClassVar" not in ast.unparse(hint)
            ):
                fields[name] = Field(name, item, ast.unparse(hint), ast.unparse(value) if value else "")
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if (
                kind in ("plain", "attrs") and name not in fields and not name.startswith("__")
            ):
                fields[name] = Field(name, item, "", ast.unparse(value))
            case _:
                rest.append(item)
    return fields, rest
