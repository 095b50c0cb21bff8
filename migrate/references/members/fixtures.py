"""What pytest gives the tests and fixtures that ask for it by the name of a parameter."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from migrate.python.source import last_name
from migrate.references.members.classes import ClassFile, called
from migrate.references.members.results import own_nodes, yields
from migrate.references.members.values import NONE, FunctionNode, Known, items, union

if TYPE_CHECKING:
    from migrate.references.members.receivers import Receivers


def fixture(receivers: Receivers, file: ClassFile, asking: FunctionNode, name: str) -> Known | None:
    """What pytest gives a test or a fixture for a parameter: what the nearest fixture of that name gives."""
    if not is_collected(file, asking) or _is_parametrized(file, name):
        return None
    around = receivers.hierarchy.around(file.scope(asking), file)
    scopes = [(file, scope) for scope in (around.scopes if around else ())]
    scopes.append((file, file.module.bindings.module))
    for folder in file.module.path.parents:
        above = folder / "conftest.py"
        if above != file.module.path and receivers.hierarchy.index.workspace.exists(above):
            conftest = receivers.hierarchy.file(above)
            if conftest is None:
                return None
            scopes.append((conftest, conftest.module.bindings.module))
    for home, scope in scopes:
        nodes = [node for node in scope.bindings.get(name, ()) if node is not asking]
        if nodes:
            return _given(receivers, home, nodes[0]) if len(nodes) == 1 else None
        if scope.kind == "module" and (home.module.stars or _is_parametrized(home, name)):
            return None  # a fixture may be called otherwise than its function
    return None


def _given(receivers: Receivers, file: ClassFile, node: ast.AST) -> Known | None:
    """What a fixture gives those who ask for it."""
    if not isinstance(node, ast.FunctionDef) or [last_name(called(item)) for item in node.decorator_list] != [
        "fixture"
    ]:
        return None
    inner = file.module.bindings.scope_of[node]
    if node.returns is not None:
        found = receivers.annotations.read(file, node.returns, inner.parent)
        return items(found) if yields(node) else found
    if not yields(node):
        return receivers.results.own_returns(file, node)
    values = [item.value for item in own_nodes(node) if isinstance(item, ast.Yield)]
    return union(NONE if value is None else receivers.of(file, value, inner) for value in values)


def is_collected(file: ClassFile, node: FunctionNode) -> bool:
    """Whether pytest calls the function, with what its parameters name: a test, a fixture."""
    if any(last_name(called(item)) in ("fixture", "parametrize", "usefixtures") for item in node.decorator_list):
        return True
    name = file.module.path.name
    in_tests = name.startswith("test") or name.endswith("_test.py") or name == "conftest.py"
    return in_tests and node.name.startswith(("test", "pytest_"))


def _is_parametrized(file: ClassFile, name: str) -> bool:
    """Whether a `parametrize` of the file, or a `fixture` by another name, names it."""
    for string, _ in file.module.bindings.strings:
        if name in str(string.value).replace(",", " ").split():
            call = next((outer for _, outer in file.around(string) if isinstance(outer, ast.Call | ast.stmt)), None)
            if isinstance(call, ast.Call) and last_name(call.func) in ("parametrize", "fixture"):
                return True
    return False
