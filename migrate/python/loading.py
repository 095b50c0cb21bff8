"""Whether importing a module can work, and which names it uses that nothing defines, judged by the text alone."""

from __future__ import annotations

import ast
import builtins
import symtable
import warnings
from collections.abc import Iterable, Iterator

from migrate.model import Location
from migrate.python.definitions import Definitions, Missing
from migrate.python.imports import Import, imports_of, parents_of
from migrate.python.source import Source

GIVEN = frozenset(dir(builtins)) | {
    "__file__", "__path__", "__annotations__", "__cached__", "__builtins__", "__module__", "__qualname__",
    "__firstlineno__", "__static_attributes__", "__conditional_annotations__", "__classdict__", "__class__",
    "WindowsError",
}  # fmt: skip
"""Names that a module or class body has without defining them."""

OF_EVERY_MODULE = frozenset({"__doc__", "__name__", "__file__", "__path__", "__package__", "__spec__", "__loader__"})


def undefined_names(source: Source) -> list[tuple[str, int]]:
    """(name, line of its first use) of every name that is read and that neither the file nor Python defines.

    Empty where a star import may define anything. A use that a handler of NameError guards does not count. Raises
    SyntaxError.
    """
    tree = source.tree
    if any(isinstance(n, ast.ImportFrom) and n.names[0].name == "*" for n in source.nodes(ast.ImportFrom)):
        return []
    table = _symbols(source)
    defined = _defined(table) | GIVEN
    wanted = {name for name in _globals_read(table) if name not in defined}
    return _first_uses(tree.body, wanted) if wanted else []


def _symbols(source: Source) -> symtable.SymbolTable:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return symtable.symtable(source.text, str(source.path), "exec")
        except (ValueError, RecursionError) as error:
            raise SyntaxError(f"cannot be read: {error}") from error


def _tables(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    waiting = [table]
    while waiting:
        inner = waiting.pop()
        yield inner
        waiting += inner.get_children()


def _defined(module: symtable.SymbolTable) -> set[str]:
    top = {symbol.get_name() for symbol in module.get_symbols() if symbol.is_assigned() or symbol.is_imported()}
    for table in _tables(module):
        for symbol in table.get_symbols():
            if symbol.is_declared_global() and (symbol.is_assigned() or symbol.is_imported()):
                top.add(symbol.get_name())
    return top


def _globals_read(module: symtable.SymbolTable) -> Iterator[str]:
    for table in _tables(module):
        for symbol in table.get_symbols():
            unbound_here = table is module and not (symbol.is_assigned() or symbol.is_imported())
            if symbol.is_referenced() and (symbol.is_global() or unbound_here):
                yield symbol.get_name()


def _first_uses(body: Iterable[ast.AST], wanted: set[str]) -> list[tuple[str, int]]:
    first: dict[str, int] = {}
    waiting = list(body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Try | ast.TryStar) and any(_catches_name_error(h.type) for h in node.handlers):
            waiting += [*node.handlers, *node.orelse, *node.finalbody]
            continue
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in wanted:
            first[node.id] = min(node.lineno, first.get(node.id, node.lineno))
        waiting += ast.iter_child_nodes(node)
    return sorted(first.items(), key=lambda item: (item[1], item[0]))


def _catches_name_error(kind: ast.expr | None) -> bool:
    match kind:
        case None:
            return True
        case ast.Name(id=name):
            return name in ("NameError", "Exception", "BaseException")
        case ast.Tuple(elts=kinds):
            return any(_catches_name_error(item) for item in kinds)
    return False


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
