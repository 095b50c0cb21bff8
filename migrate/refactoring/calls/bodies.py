"""What the body of a function means by a name: whether a parameter of that name would be in its way."""

from __future__ import annotations

import ast

from migrate.model import Location
from migrate.python.bindings import Scope, Use
from migrate.refactoring.calls.sites import Definition


def is_within(scope: Scope | None, outer: Scope) -> bool:
    """Whether a scope is that one or lies inside it."""
    while scope is not None:
        if scope is outer:
            return True
        scope = scope.parent
    return False


def clash(definition: Definition, name: str) -> tuple[str, str, Location] | None:
    """Why a parameter of that name would change the body: (code, reason, place); None where it would not.

    `name-taken`: the body binds it. `captured`: it reads something outside by that name.
    """
    bindings, node = definition.module.bindings, definition.node
    own = bindings.scope_of[node]
    if name in own.bindings or name in own.globals or name in own.nonlocals:
        where = definition.where
        return "name-taken", f"{where}: `{name}` is a name of `{node.name}`'s own", where
    for use in bindings.uses:
        if use.name.id == name and is_within(use.scope, own):
            home = use.scope.lookup(name)
            if home is None or not is_within(home, own):
                where = Location(definition.module.path, (use.quoted or use.name).lineno)
                return "captured", f"{where}: here `{name}` means something outside `{node.name}`", where
    return None


def hidden(definition: Definition, old: str, new: str) -> Location | None:
    """Where the body uses the parameter `old` in a function or comprehension that has a name `new` of its own."""
    own = definition.module.bindings.scope_of[definition.node]
    for use in uses_of(definition, old):
        inner = use.scope.lookup(new)
        if inner is not None and inner is not own and is_within(inner, own):
            return Location(definition.module.path, (use.quoted or use.name).lineno)
    return None


def uses_of(definition: Definition, name: str) -> list[Use]:
    """Every use of that parameter, in the functions inside too."""
    bindings = definition.module.bindings
    own = bindings.scope_of[definition.node]
    return [use for use in bindings.uses if use.name.id == name and use.scope.lookup(name) is own]


def is_bound_again(definition: Definition, name: str) -> bool:
    """Whether the body gives that parameter another value, or deletes it."""
    nodes = definition.module.bindings.scope_of[definition.node].bindings.get(name, [])
    return any(not isinstance(node, ast.arg) for node in nodes)


def reads_names(definition: Definition) -> ast.Call | None:
    """A call of `locals`, `vars`, `eval`, `exec` or `dir` in the body, which may see parameters by their names."""
    for part in ast.walk(definition.node):
        if isinstance(part, ast.Call) and isinstance(part.func, ast.Name):
            name, args = part.func.id, part.args
            # Code that is given its names sees no others; `locals()` among them is a call of its own.
            own = name in ("eval", "exec") and len(args) > 1 and not any(isinstance(arg, ast.Starred) for arg in args)
            bare = name in ("locals", "eval", "exec") or (name in ("vars", "dir") and not args)
            if bare and not own:
                return part
    return None
