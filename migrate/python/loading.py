"""Whether importing a module can work, and which names it uses that nothing defines, judged by the text alone."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from migrate.model import Location
from migrate.python.definitions import Definitions, Missing
from migrate.python.imports import Import, imports_of, parents_of
from migrate.python.scopes import names_of
from migrate.python.source import Source

OF_EVERY_MODULE = frozenset({"__doc__", "__name__", "__file__", "__path__", "__package__", "__spec__", "__loader__"})


def undefined_names(source: Source) -> list[tuple[str, int]]:
    """(name, line of its first use) of every name that is read at run time and that neither the file nor Python defines.

    Empty where a star import or code such as `exec` may define anything. Raises SyntaxError.
    """
    names = names_of(source.tree)
    if names.open or any(
        isinstance(n, ast.ImportFrom) and n.names[0].name == "*" for n in source.nodes(ast.ImportFrom)
    ):
        return []
    first: dict[str, int] = {}
    for use in names.missing:
        if use.when != "typing":
            first.setdefault(use.name, use.line)
    return list(first.items())


def load_problem(module: str, tree: Definitions) -> tuple[Location, str] | None:
    """Where and why importing this module must fail, or None. Modules from outside the tree are taken to be there.

    Its packages and whatever they all import unconditionally are looked at too; what stands in a `try`, an `if` or a
    function is given the benefit of the doubt.
    """
    seen: set[str] = set()
    waiting = [module]
    while waiting:
        name = waiting.pop(0)
        if name in seen or name not in tree.modules:
            continue
        seen.add(name)
        source = tree.source(tree.modules[name])
        try:
            statements = [s for s in imports_of(source.tree, name, source.package) if _certain(s)]
            for statement in statements:
                if problem := _unresolved(statement, tree):
                    return Location(source.path, statement.line), problem
            for undefined, _ in undefined_names(source):
                if lines := _import_time_uses(source.tree, undefined):
                    return Location(source.path, min(lines)), f"`{undefined}` is not defined"
        except SyntaxError as error:
            return Location(source.path, error.lineno or 1), f"it does not parse: {error.msg}"
        waiting += parents_of(name)
        for statement in statements:
            waiting.append(statement.target)
            waiting += [f"{statement.target}.{part}" for part, _ in statement.names]
    return None


def _certain(statement: Import) -> bool:
    return statement.when == "import" and not (statement.guarded or statement.fallback or statement.conditional)


def _unresolved(statement: Import, tree: Definitions) -> str:
    """Why an import statement cannot work, or nothing; only names inside the tree are judged."""
    if statement.level and not statement.target:
        return "the relative import climbs out of its package"
    top = statement.target.partition(".")[0]
    if top not in tree.modules and top not in tree.namespaces:
        return "" if not statement.level else f"no module `{statement.target}`"
    if statement.target not in tree.modules and statement.target not in tree.namespaces:
        return f"no module `{statement.target}`"
    for name, _ in statement.names:
        if name == "*" or name in OF_EVERY_MODULE or f"{statement.target}.{name}" in tree.namespaces:
            continue
        found = tree.find(f"{statement.target}.{name}")
        if isinstance(found, Missing) and not found.reason and found.module == statement.target:
            return f"`{statement.target}` has no `{name}`"
    return ""


def _import_time_uses(tree: ast.Module, name: str) -> set[int]:
    """The lines on which a name is read while the module is imported, branches and guarded code left out."""
    lines: set[int] = set()
    waiting: list[ast.AST] = list(tree.body)
    lazy = any(isinstance(n, ast.ImportFrom) and n.module == "__future__" for n in tree.body)
    while waiting:
        node = waiting.pop()
        match node:
            case ast.If() | ast.Try() | ast.TryStar() | ast.While() | ast.For() | ast.Match() | ast.Lambda():
                continue
            case ast.GeneratorExp():
                waiting.append(node.generators[0].iter)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                waiting += [*node.decorator_list, *node.args.defaults, *(d for d in node.args.kw_defaults if d)]
                if not lazy:
                    waiting += _annotations(node)
            case ast.AnnAssign():
                waiting += [item for item in (node.value, None if lazy else node.annotation) if item]
            case ast.Name(id=used) if used == name:
                lines.add(node.lineno)
            case _:
                waiting += ast.iter_child_nodes(node)
    return lines


def _annotations(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[ast.expr]:
    arguments = node.args
    for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg):
        if argument and argument.annotation:
            yield argument.annotation
    if node.returns:
        yield node.returns
