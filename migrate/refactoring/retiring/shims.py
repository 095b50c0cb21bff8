"""Which modules only stand in for others, and whether what they do can work at all: told from one file of source."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator, Sequence
from types import ModuleType

from migrate.model import Json
from migrate.python.imports import Import
from migrate.python.source import Source, last_name, scoped_statements
from migrate.refactoring.left.modules import places_of

WARNINGS = frozenset({"DeprecationWarning", "PendingDeprecationWarning", "FutureWarning"})

MARKED = re.compile(
    r"\b(deprecat|backward|legacy|obsolete|compat\b|compatib|moved to|now in|renamed to|shim)", re.IGNORECASE
)
"""Words by which a module's docstring says that it is kept for those who have not moved."""

MACHINERY = re.compile(r"deprecat|warning|exceptions", re.IGNORECASE)
"""Modules that a shim needs in order to warn, and does not stand in for."""

DEFINES = re.compile(
    rb"^(?:class[ \t]|async[ \t]+def\b|def[ \t]+(?!__getattr__\b|__dir__\b)|try:|while\b|with\b)", re.MULTILINE
)
"""A statement at the top that a shim does not have."""


def is_stdlib(item: Import) -> bool:
    """Whether the import is one of the standard library."""
    return not item.level and item.target.partition(".")[0] in sys.stdlib_module_names


def shim_of(source: Source, imports: Sequence[Import]) -> Json:
    """[how, line, end_line, targets, warns] of a module that stands in for another, else None."""
    outline = None if source.has_tree or b"Moved to `" in source.data else source.outline
    if outline is not None and DEFINES.search(outline.code):
        source.unproven = True
        return None
    body = source.tree.body
    if b"Moved to `" in source.data and (places := places_of(source.tree)):  # one that a step of ours left there
        return [
            "__getattr__" if b"__getattr__" in source.data else "imports",
            1,
            body[-1].end_lineno or 1,
            [*places],
            True,
        ]
    warns, replaced, functions = False, "", 0
    for node in body:
        match node:
            case ast.Import() | ast.ImportFrom() | ast.Expr(value=ast.Constant()):
                pass
            case ast.Expr(value=ast.Call() as call) if _is_deprecation(call):
                warns = True
            case ast.Assign(targets=[ast.Subscript(value=owner)], value=value) if is_sys_modules(owner):
                replaced = ast.unparse(value)
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)) if name.startswith(
                "__"
            ):
                pass
            case ast.FunctionDef(name="__getattr__" | "__dir__"):
                functions += node.name == "__getattr__"
                warns = warns or warns_of_age(node)
            case _:
                return None
    if source.path.suffix == ".pyi" or (source.package and not replaced and (not warns or functions)):
        return None
    documentation = ast.get_docstring(source.tree, clean=False) or ""
    internal = [item for item in imports if not is_stdlib(item) and item.when == "import"]
    marked = warns or MARKED.search(documentation) is not None
    line, end_line = 1, max(1, (body[-1].end_lineno or 1) if body else 1)
    targets = sorted({item.target for item in internal})
    targets = [target for target in targets if not MACHINERY.search(target.rpartition(".")[2])] or (
        [] if functions else targets
    )
    if replaced:
        target = next(
            (f"{item.target}.{name}" for item in internal for name, bound in item.names if bound == replaced), ""
        )
        return ["sys.modules", line, end_line, [target or replaced], warns]
    if functions:
        how = getattr_of(source.tree)
        return ["__getattr__", line, end_line, targets, warns] if marked or how[3] else None
    if not targets or not (warns or (marked and len(targets) == 1 and not _is_facade(source.path.stem, targets[0]))):
        return None
    return ["imports", line, end_line, targets, warns]


def _is_facade(stem: str, target: str) -> bool:
    """Whether a public module shows what a private one defines: that is no leftover, whatever its docstring says."""
    return target.rpartition(".")[2].startswith("_") and not stem.startswith("_")


def _is_deprecation(call: ast.Call) -> bool:
    name = last_name(call.func)
    if name in ("warn", "warn_explicit", "simplefilter"):
        return any(isinstance(node, ast.expr) and last_name(node) in WARNINGS for node in ast.walk(call))
    return "deprecat" in name.lower() or "warning" in name.lower()


def warns_of_age(node: ast.AST) -> bool:
    """Whether anything in there warns that it is deprecated."""
    return any(isinstance(inner, ast.Call) and _is_deprecation(inner) for inner in ast.walk(node))


def is_sys_modules(node: ast.expr) -> bool:
    """Whether the expression is `sys.modules`."""
    return (
        isinstance(node, ast.Attribute)
        and node.attr == "modules"
        and isinstance(node.value, ast.Name)
        and node.value.id == "sys"
    )


def getattr_of(tree: ast.Module) -> Json:
    """[line, end_line, warns, recurses] of a module's `__getattr__`, else None."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name == "__getattr__":
            return [node.lineno, node.end_lineno, warns_of_age(node), _recurses(node)]
    return None


def _recurses(function: ast.FunctionDef) -> bool:
    """Whether every call of it ends in `getattr(<this module>, <the same name>)`."""
    last = function.body[-1]
    if len([node for node in function.body if not isinstance(node, ast.Expr)]) != 1 or not isinstance(last, ast.Return):
        return False
    match last.value:
        case ast.Call(
            func=ast.Name(id="getattr"),
            args=[ast.Subscript(value=owner, slice=ast.Name(id="__name__")), ast.Name(id=name)],
        ):
            return is_sys_modules(owner) and bool(function.args.args) and name == function.args.args[0].arg
    return False


def fakes_of(source: Source) -> Iterator[Json]:
    """Classes derived from ModuleType and the objects made of them at the top, with the module that these stand for.

    Each is [line, end_line, name, the module, the attribute for which `__getattr__` calls itself].
    """
    if b"ModuleType" not in source.data:
        return
    recursion: dict[str, str] = {}
    for node, scope in scoped_statements(source.tree):
        match node:
            case ast.ClassDef(name=name, bases=bases) if any(last_name(base) == "ModuleType" for base in bases):
                recursion[name] = _endless(node)
                yield [node.lineno, node.end_lineno, f"{scope}.{name}" if scope else name, "", recursion[name]]
            case ast.Assign(
                targets=[ast.Name(id=bound)], value=ast.Call(func=kind, args=[ast.Constant(value=str(of)), *_])
            ):
                if not scope and (last_name(kind) in recursion or last_name(kind) == "ModuleType"):
                    yield [node.lineno, node.end_lineno, bound, of, recursion.get(last_name(kind), "")]


def _endless(node: ast.ClassDef) -> str:
    """The attribute that the class's `__getattr__` reads although neither its body nor its `__init__` sets it, if any."""
    methods = {item.name: item for item in node.body if isinstance(item, ast.FunctionDef)}
    getter = methods.get("__getattr__")
    if getter is None or len(getter.args.args) < 2 or len(node.bases) != 1:
        return ""
    there = set(methods) | set(dir(ModuleType("")))
    there.update(inner.id for item in node.body for inner in ast.walk(item) if isinstance(inner, ast.Name))
    for name in ("__init__", "__new__"):
        there.update(_mentioned(methods[name]) if name in methods else ())
    self = getter.args.args[0].arg
    first = getter.body[0].body[0] if isinstance(getter.body[0], ast.Try) else getter.body[0]
    if isinstance(first, ast.If):
        return ""  # it asks for the name before it reads anything
    for inner in ast.walk(first):
        match inner:
            case ast.Attribute(value=ast.Name(id=owner), attr=attribute, ctx=ast.Load()) if (
                owner == self and attribute not in there
            ):
                return attribute
    return ""


def _mentioned(function: ast.FunctionDef) -> set[str]:
    """Every attribute and every string in a function: what it may set, also through `__dict__` or `setattr`."""
    found = {node.attr for node in ast.walk(function) if isinstance(node, ast.Attribute)}
    return found | {
        node.value for node in ast.walk(function) if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
