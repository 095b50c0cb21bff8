"""Which names a file binds at its top, and which it uses though neither an enclosing scope, its top nor Python binds them."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from migrate.python.imports import When, when_branches_run
from migrate.python.source import Source
from migrate.python.symbols import top_names

ALWAYS_THERE = frozenset(dir(builtins)) | {
    # what the import system puts into every module, and the compiler into a class body
    "__file__", "__path__", "__cached__", "__annotations__", "__builtins__", "__class__", "__module__", "__qualname__",
    "__dict__", "__firstlineno__", "__classdict__", "__static_attributes__", "__conditional_annotations__",
    # builtins of other platforms, versions and start-ups
    "WindowsError", "ExceptionGroup", "BaseExceptionGroup", "PythonFinalizationError", "EncodingWarning", "aiter", "anext",
    "copyright", "credits", "exit", "quit", "license", "help",
    # put there by gettext.install, IPython, type checkers
    "_", "get_ipython", "display", "reveal_type", "reveal_locals",
}  # fmt: skip

VERSION_TESTS = frozenset({"version_info", "hexversion", "PY2", "PY3", "PY26", "PY27", "PYTHON2", "PYTHON3"})


@dataclass(frozen=True, slots=True)
class Use:
    """The first use, in one scope, of a name that nothing seems to bind."""

    name: str
    line: int
    scope: str
    when: When
    """`typing` also where it stands in an annotation that is never evaluated."""


@dataclass(slots=True)
class Names:
    """What one file binds and misses."""

    binds: set[str] = field(default_factory=set)
    """Names bound at the top, on whatever condition, also by `global` in a function."""
    missing: list[Use] = field(default_factory=list)
    """In the order of the text. A star import at the top may bind them; this file alone cannot tell."""
    open: bool = False
    """`__getattr__`, `exec`, `globals()` or the like: it may have names that no statement shows."""


def names_of(tree: ast.Module) -> Names:
    """The names of one file. Nothing is imported, and no star is followed."""
    scanner = _Scanner(tree)
    scanner.run()
    names = Names(scanner.binds, open=scanner.open or "__getattr__" in scanner.binds)
    known = ALWAYS_THERE | scanner.binds | scanner.walruses
    wanted = {scope: loose for scope, used in scanner.missing.items() if (loose := used - known)}
    if wanted:
        finder = _Finder(wanted, tree)
        finder.visit(tree)
        names.missing = sorted(finder.uses.values(), key=lambda use: (use.line, use.name))
    return names


@dataclass(slots=True, eq=False)  # not frozen: making one is on the hot path
class _Scope:
    node: ast.AST
    stack: list[list[Any]]
    """What is left to look at: lists of nodes, and None among them where a part is left out."""
    binds: set[str]
    around: tuple[set[str], ...]
    """What each enclosing function binds; not the module's names."""
    walrus: set[str]
    """Where `:=` binds: here, or for a comprehension in the scope around it."""

    @property
    def below(self) -> tuple[set[str], ...]:
        """What a scope in this one sees of its enclosing functions."""
        if isinstance(self.node, (ast.Module, ast.ClassDef)):  # a union takes ten times as long
            return self.around
        return (*self.around, self.binds)


LEAVES = (ast.expr_context, ast.Constant, ast.operator, ast.unaryop, ast.cmpop, ast.boolop)
BARREN = frozenset(
    {"ctx", "op", "ops", "kind", "type_comment", "conversion", "simple", "is_async", "tag", "kwd_attrs", "arg"}
)
"""Fields that hold no names of the program. A field that is missed here costs time, and nothing else."""
INNER = {
    kind: tuple(name for name in kind._fields if name not in BARREN)
    for kind in vars(ast).values()
    if isinstance(kind, type) and issubclass(kind, ast.AST) and not issubclass(kind, LEAVES)
}
"""Nodes that may hold a name, and where."""
SPECIAL = frozenset({
    ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp,
    ast.NamedExpr, ast.Global, ast.Nonlocal, ast.Import, ast.ImportFrom, ast.ExceptHandler, ast.MatchAs, ast.MatchStar,
    ast.MatchMapping, ast.Pass, ast.Break, ast.Continue,
})  # fmt: skip
FUNCTIONS = frozenset({ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda})
TYPE_PARAMETERS = {getattr(ast, name) for name in ("TypeVar", "ParamSpec", "TypeVarTuple") if hasattr(ast, name)}
SPECIAL |= TYPE_PARAMETERS


class _Scanner:
    """One walk over every node, scope by scope from the outside in, so that each is judged when it has been read.

    Everything here is on the hot path of a run over a large tree: hence the local names and exact classes.
    """

    def __init__(self, tree: ast.Module) -> None:
        self.tree = tree
        self.binds: set[str] = set()
        self.missing: dict[ast.AST, set[str]] = {}
        self.walruses: set[str] = set()
        self.open = False
        self.waiting: list[_Scope] = []

    def run(self) -> None:
        """Fill `binds`, `walruses` and `missing`, where names that the others bind later on may still be."""
        self._read(_Scope(self.tree, [[self.tree]], self.binds, (), self.binds))
        while self.waiting:
            self._read(self.waiting.pop())
        self.binds.discard("*")

    def _read(self, scope: _Scope) -> None:
        loads: set[str] = set()
        binds, stack = scope.binds, scope.stack
        pop, push = stack.pop, stack.append
        Name, Attribute, Load, special, inner = ast.Name, ast.Attribute, ast.Load, SPECIAL, INNER
        Constant, Call, Assign, Expr, functions = ast.Constant, ast.Call, ast.Assign, ast.Expr, FUNCTIONS
        load, bind = loads.add, binds.add
        while stack:
            for node in pop():
                kind = node.__class__
                while kind is not Name:  # down the one part of the commonest kinds; their other parts wait
                    if kind is Constant:
                        break
                    if kind is Attribute or kind is Expr:
                        node = node.value
                    elif kind is Call:
                        if node.args:
                            push(node.args)
                        if node.keywords:
                            push([keyword.value for keyword in node.keywords])
                        node = node.func
                    elif kind is Assign:
                        push(node.targets)
                        node = node.value
                    else:
                        if kind in functions:
                            self._function(node, scope)
                        elif kind in special:
                            self._special(node, scope)
                        elif kind in inner:
                            single = []
                            for name in inner[kind]:
                                value = getattr(node, name)
                                if value.__class__ is list:
                                    if value:
                                        push(value)
                                elif value is not None:
                                    single.append(value)
                            if single:
                                push(single)
                        break
                    kind = node.__class__
                else:
                    if node.ctx.__class__ is Load:
                        load(node.id)
                    else:
                        bind(node.id)
        loads -= binds
        if "globals" in loads or "exec" in loads or ("__name__" in loads and "setattr" in loads):
            self.open = True
        if scope.node is self.tree and ("vars" in loads or "locals" in loads):
            self.open = True
        missing = loads - self.binds - ALWAYS_THERE  # walks over the few; `-=` would walk over the many
        for names in scope.around:
            missing -= names
        if missing:
            self.missing[scope.node] = missing

    def _function(self, node: Any, scope: _Scope) -> None:
        push = scope.stack.append
        arguments = node.args
        parameters = arguments.args
        if arguments.vararg or arguments.kwarg or arguments.kwonlyargs or arguments.posonlyargs:
            parameters = _parameters(arguments)
        taken = {item.arg for item in parameters}
        if node.__class__ is ast.Lambda:
            body = [node.body]
        else:
            scope.binds.add(node.name)
            body = node.body
            if node.decorator_list:
                push(node.decorator_list)
            if hints := [item.annotation for item in parameters if item.annotation is not None]:
                push(hints)
            if node.returns is not None:
                push([node.returns])
            if parameters_of_types := getattr(node, "type_params", None):
                push(parameters_of_types)
        if arguments.defaults:
            push(arguments.defaults)
        if arguments.kw_defaults:
            push(arguments.kw_defaults)
        self.waiting.append(_Scope(node, [body], taken, scope.below, taken))

    def _special(self, node: ast.AST, scope: _Scope) -> None:
        stack, binds = scope.stack, scope.binds
        match node:
            case ast.ImportFrom() | ast.Import():
                for item in node.names:
                    binds.add(item.asname or item.name.partition(".")[0])
            case ast.ClassDef():
                binds.add(node.name)
                stack += node.decorator_list, node.bases, node.keywords, getattr(node, "type_params", [])
                names: set[str] = set()
                self.waiting.append(_Scope(node, [node.body], names, scope.below, names))
            case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
                stack.append([node.generators[0].iter])  # the first one is evaluated outside
                parts: list[ast.AST] = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
                for count, loop in enumerate(node.generators):
                    parts += (loop.target, *loop.ifs) if not count else (loop.target, loop.iter, *loop.ifs)
                self.waiting.append(_Scope(node, [parts], set(), scope.below, scope.walrus))
            case ast.NamedExpr():
                scope.walrus.add(node.target.id)
                self.walruses.add(node.target.id)
                stack.append([node.value])
            case ast.Global():
                self.binds.update(node.names)
            case ast.ExceptHandler():
                if node.name:
                    binds.add(node.name)
                stack += node.body, [node.type]
            case ast.MatchAs() | ast.MatchStar():
                if node.name:
                    binds.add(node.name)
                if isinstance(node, ast.MatchAs):
                    stack.append([node.pattern])
            case ast.MatchMapping():
                if node.rest:
                    binds.add(node.rest)
                stack += node.keys, node.patterns
            case _ if node.__class__ in TYPE_PARAMETERS:
                binds.add(node.name)  # type: ignore[attr-defined]
                stack.append([getattr(node, "bound", None), getattr(node, "default_value", None)])


def _parameters(arguments: ast.arguments) -> list[ast.arg]:
    found = arguments.posonlyargs + arguments.args + arguments.kwonlyargs
    if arguments.vararg is not None:
        found.append(arguments.vararg)
    if arguments.kwarg is not None:
        found.append(arguments.kwarg)
    return found


class _Finder(ast.NodeVisitor):
    """Where the missing names are used, but for places that show that the author knows (a version test, `except NameError`)."""

    def __init__(self, wanted: Mapping[ast.AST, set[str]], tree: ast.Module) -> None:
        self.wanted = wanted
        self.uses: dict[tuple[str, str], Use] = {}
        self.scope = ""
        self.missing = wanted.get(tree, set())
        self.when: When = "import"
        self.lazy_annotations = any(
            isinstance(node, ast.ImportFrom)
            and node.module == "__future__"
            and any(n.name == "annotations" for n in node.names)
            for node in tree.body
        )

    def visit_Name(self, node: ast.Name) -> None:
        if node.id in self.missing and isinstance(node.ctx, ast.Load):
            use = self.uses.get((node.id, self.scope))
            if use is None or (use.when == "typing" and self.when != "typing") or node.lineno < use.line:
                self.uses[node.id, self.scope] = Use(node.id, node.lineno, self.scope, self.when)

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self._visit_all(node.decorator_list)
        self._visit_all([*node.args.defaults, *(item for item in node.args.kw_defaults if item)])
        hints = [item.annotation for item in _parameters(node.args)] + [node.returns]
        self._visit_all([hint for hint in hints if hint], "typing" if self.lazy_annotations else None)
        self._inside(node, node.body, node.name, "call")

    visit_FunctionDef = _function
    visit_AsyncFunctionDef = _function

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self._visit_all([*node.args.defaults, *(item for item in node.args.kw_defaults if item)])
        self._inside(node, [node.body], "", "call")

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._visit_all([*node.decorator_list, *node.bases, *node.keywords])
        self._inside(node, node.body, node.name, self.when)

    def _comprehension(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> None:
        first = node.generators[0].iter
        self.visit(first)
        self._inside(
            node, [part for part in ast.iter_child_nodes(node) if part is not node.generators[0]], "", self.when
        )
        loop = node.generators[0]
        self._inside(node, [loop.target, *loop.ifs], "", self.when)

    visit_ListComp = _comprehension
    visit_SetComp = _comprehension
    visit_GeneratorExp = _comprehension
    visit_DictComp = _comprehension

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        never = self.lazy_annotations or self.when == "call"  # a local's annotation is not evaluated
        self._visit_all([node.annotation], "typing" if never else None)
        self._visit_all([node.target, *([node.value] if node.value else [])])

    def visit_If(self, node: ast.If) -> None:
        following: list[ast.stmt] = [node]
        while len(following) == 1 and isinstance(branch := following[0], ast.If):  # a long `elif` chain is no deep tree
            if _asks_version(branch.test):
                return
            self.visit(branch.test)
            then, otherwise = when_branches_run(branch.test)
            self._visit_all(branch.body, then)
            following = branch.orelse
            if otherwise:
                self._visit_all(following, otherwise)
                return
        self._visit_all(following)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        left: ast.expr = node
        while isinstance(left, ast.BinOp):  # nor is a long sum
            self.visit(left.right)
            left = left.left
        self.visit(left)

    def visit_IfExp(self, node: ast.IfExp) -> None:
        if not _asks_version(node.test):
            self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        if not _asks_version(node.values[0]):
            self.generic_visit(node)

    def _try(self, node: ast.Try | ast.TryStar) -> None:
        if not any(_catches_name_error(handler.type) for handler in node.handlers):
            self._visit_all(node.body)
        for handler in node.handlers:
            self._visit_all([*([handler.type] if handler.type else []), *handler.body])
        self._visit_all([*node.orelse, *node.finalbody])

    visit_Try = _try
    visit_TryStar = _try

    def _visit_all(self, nodes: Iterable[ast.AST], when: When | None = None) -> None:
        before, self.when = self.when, when or self.when
        for node in nodes:
            self.visit(node)
        self.when = before

    def _inside(self, node: ast.AST, parts: Iterable[ast.AST], name: str, when: When) -> None:
        before = self.scope, self.missing
        self.scope = ".".join(part for part in (self.scope, name) if part)
        self.missing = self.wanted.get(node, set())
        self._visit_all(parts, "typing" if self.when == "typing" else when)
        self.scope, self.missing = before


def _asks_version(test: ast.expr) -> bool:
    words = {getattr(node, "attr", None) or getattr(node, "id", None) for node in ast.walk(test)}
    return not VERSION_TESTS.isdisjoint(words)


def _catches_name_error(kind: ast.expr | None) -> bool:
    if isinstance(kind, ast.Tuple):
        return any(_catches_name_error(item) for item in kind.elts)
    return kind is None or getattr(kind, "id", "") in ("NameError", "Exception", "BaseException", "UnboundLocalError")


@lru_cache(maxsize=1)
def names_in(source: Source) -> Names:
    """The names of one file, worked out once for all who ask while it is at hand; without its tree where nothing is missing.

    Raises SyntaxError where the file does not parse.
    """
    if not source.has_tree and (outline := source.outline) is not None:
        binds = top_names(outline, ALWAYS_THERE)
        if binds is not None:
            source.checked = True
            return Names(binds)
    return names_of(source.tree)
