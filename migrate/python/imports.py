"""Every import statement of a file as a fact, and the graph of modules that those facts make."""

from __future__ import annotations

import ast
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from migrate.model import Json
from migrate.python.import_lines import ImportLine, import_lines
from migrate.python.source import Source

When = Literal["import", "call", "main", "typing"]
"""When a statement runs: as the module is imported, when a function is called, only as a script, or never
(`if TYPE_CHECKING`, `if False`)."""

Kind = Literal["import-time", "run-time", "all"]
"""Which imports count: those run as the module is imported; also those in functions and scripts; also the typing ones."""

KINDS: Mapping[Kind, frozenset[str]] = {
    "import-time": frozenset({"import"}),
    "run-time": frozenset({"import", "call", "main"}),
    "all": frozenset({"import", "call", "main", "typing"}),
}
IMPORT_ERRORS = frozenset({"ImportError", "ModuleNotFoundError", "Exception", "BaseException"})


class Import(NamedTuple):  # a tuple: a tree has thousands of them, and a frozen dataclass takes several times as long
    """One imported module, or one `from` statement with all its names.

    `import a.b as c, d` is two of them; `from a import b as c, d` is one. `target` is absolute: empty where a relative
    import climbs above its import root. `written` and `level` are as in the source.
    """

    target: str
    written: str
    level: int
    names: tuple[tuple[str, str], ...]
    """(name, the name it is bound to) for `from`; empty for `import`; (("*", "*"),) for a star."""
    alias: str
    """The name after `as` of a plain `import`."""
    line: int
    end_line: int
    scope: str
    """Dotted names of the enclosing classes and functions."""
    when: When
    guarded: bool
    """In a `try` (or `suppress`) whose ImportError the program outlives: no handler ends with a `raise`."""
    fallback: bool
    """In the handler of such a `try`: the second choice."""
    conditional: bool
    """Below some `if`, `match`, loop or handler: it may not run at all."""

    @property
    def is_from(self) -> bool:
        """Whether it is a `from` statement."""
        return bool(self.names)

    @property
    def is_star(self) -> bool:
        """Whether it is `from … import *`."""
        return self.names[:1] == (("*", "*"),)

    @property
    def binds(self) -> tuple[str, ...]:
        """The names that it puts into its scope; nothing for a star."""
        if self.is_star:
            return ()
        if self.names:
            return tuple(bound for _, bound in self.names)
        return (self.alias or self.target.partition(".")[0],)

    def seen_from(self, module: str, is_package: bool) -> Import:
        """The same statement with `target` worked out for a module of that name."""
        return self._replace(target=absolute(self.written, self.level, module, is_package)) if self.level else self

    def as_json(self) -> Json:
        """A flat list for a cache; `from_json` reads it. It does not hold `target`: the same text may stand elsewhere."""
        names = [(name, "" if bound == name else bound) for name, bound in self.names]
        flags = self.guarded + 2 * self.fallback + 4 * self.conditional
        return [self.written, self.level, names, self.alias, self.line, self.end_line, self.scope, self.when, flags]

    @classmethod
    def from_json(cls, fact: Json, module: str = "", is_package: bool = False) -> Import:
        """The import of `as_json`, seen from that module."""
        written, level, pairs, alias, line, end_line, scope, when, flags = fact
        names = tuple([(name, bound or name) for name, bound in pairs])
        target = absolute(written, level, module, is_package)
        return cls(
            target,
            written,
            level,
            names,
            alias,
            line,
            end_line,
            scope,
            when,
            bool(flags & 1),
            bool(flags & 2),
            flags > 3,
        )


def absolute(written: str, level: int, module: str, is_package: bool) -> str:
    """The dotted name that `from <dots><written>` means in that module; empty where it climbs above the import root."""
    if not level:
        return written
    parts = module.split(".") if module else []
    keep = len(parts) - level + is_package
    if keep <= 0:
        return ""
    return ".".join(parts[:keep] + ([written] if written else []))


def imports_of(tree: ast.Module, module: str = "", is_package: bool = False) -> list[Import]:
    """Every import statement of the file, in the order of the text. Calls of `import_module` are not among them."""
    collector = _Collector(module, is_package)
    collector.walk(tree.body, TOP)
    return collector.found


def imports_in(source: Source) -> Sequence[Import]:
    """The imports of one file, worked out once for all who ask while it is at hand. Raises SyntaxError where it does not parse."""
    found = imports_unproven(source)
    source.check()
    return found


def imports_unproven(source: Source) -> Sequence[Import]:
    """The same of a file that parses; that it does is `unproven` unless its tree is made, which is spared where lines tell."""
    if not source.has_tree:
        source.unproven = True
    return _imports(source)


@lru_cache(maxsize=1)
def _imports(source: Source) -> Sequence[Import]:
    if source.has_tree or (outline := source.outline) is None:
        return tuple(_by_tree(source))
    plain, places = import_lines(outline)
    tree = source.part(places) if places else None
    if source.has_tree:
        return tuple(_by_tree(source))
    try:
        found = [item for line in plain for item in _told(line, source)]
    except SyntaxError:  # of the test of an `if`
        return tuple(_by_tree(source))
    if tree is None:
        return tuple(found)
    told = {line.line for line in plain}
    found += [item for item in imports_of(tree, source.module, source.package) if item.line not in told]
    return tuple(sorted(found, key=lambda item: item.line))


def _by_tree(source: Source) -> list[Import]:
    lines = sorted([node.lineno for node in source.nodes(ast.Import, ast.ImportFrom)])  # type: ignore[attr-defined]
    if not lines:
        return []
    collector = _Collector(source.module, source.package, lines)
    collector.walk(source.tree.body, TOP)
    return collector.found


def _told(line: ImportLine, source: Source) -> Iterator[Import]:
    """What such a line imports, just as the tree would tell it."""
    place = TOP
    for block in line.inside:
        match block.kind:
            case "function":
                place = _Place(_join(place.scope, block.text), "typing" if place.when == "typing" else "call")
            case "class":
                place = place._replace(scope=_join(place.scope, block.text))
            case "if":
                then, _ = when_branches_run(ast.parse(block.text.strip(), mode="eval").body)
                place = place._replace(when=then or place.when, conditional=True)
            case _:
                place = place._replace(conditional=True)
    if line.is_from:
        target = absolute(line.written, line.level, source.module, source.package)
        names = tuple([(name, alias or name) for name, alias in line.names])
        yield Import(target, line.written, line.level, names, "", line.line, line.end_line, *place)
        return
    for name, alias in line.names:
        yield Import(name, name, 0, (), alias, line.line, line.end_line, *place)


@lru_cache(maxsize=1)
def import_rows(source: Source) -> Sequence[Json]:
    """`as_json` of each of `imports_unproven`, worked out once too."""
    return [item.as_json() for item in imports_unproven(source)]


class _Place(NamedTuple):
    """What encloses a statement."""

    scope: str = ""
    when: When = "import"
    guarded: bool = False
    fallback: bool = False
    conditional: bool = False


TOP = _Place()
IMPORTS = frozenset({ast.Import, ast.ImportFrom})
COMPOUND = IMPORTS | {
    ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.If, ast.Try, ast.TryStar, ast.With, ast.AsyncWith, ast.For,
    ast.AsyncFor, ast.While, ast.Match,
}  # fmt: skip


class _Collector:
    """One walk over the statements that may hold an import; where the lines of all imports are known, over those alone."""

    def __init__(self, module: str, is_package: bool, lines: Sequence[int] = ()) -> None:
        self.module = module
        self.is_package = is_package
        self.lines = lines
        self.found: list[Import] = []

    def _holds_none(self, node: ast.stmt) -> bool:
        """Whether the lines of all imports are known, and none is one of the statement's."""
        at = bisect_left(self.lines, node.lineno)
        return at == len(self.lines) or self.lines[at] > (node.end_lineno or node.lineno)

    def walk(self, body: Iterable[ast.stmt], place: _Place) -> None:
        """Find the imports among these statements and below them."""
        for node in [statement for statement in body if type(statement) in COMPOUND]:
            if self.lines and self._holds_none(node):
                continue
            match node:
                case ast.ImportFrom():
                    names = tuple([(item.name, item.asname or item.name) for item in node.names])
                    self._add(node, place, node.module or "", node.level, names, "")
                case ast.Import():
                    for item in node.names:
                        self._add(node, place, item.name, 0, (), item.asname or "")
                case ast.FunctionDef() | ast.AsyncFunctionDef():
                    when: When = "typing" if place.when == "typing" else "call"
                    self.walk(node.body, _Place(_join(place.scope, node.name), when))
                case ast.ClassDef():
                    self.walk(node.body, place._replace(scope=_join(place.scope, node.name)))
                case ast.If():
                    self._if(node, place._replace(conditional=True))
                case ast.Try() | ast.TryStar():
                    outlived = any(map(_outlives_import_error, node.handlers))
                    self.walk(node.body, place._replace(guarded=place.guarded or outlived))
                    for handler in node.handlers:
                        second = place.fallback or catches_import_error(handler.type)
                        self.walk(handler.body, place._replace(fallback=second, conditional=True))
                    self.walk(node.orelse, place)
                    self.walk(node.finalbody, place)
                case ast.With() | ast.AsyncWith():
                    suppressed = any(_suppresses(item.context_expr) for item in node.items)
                    self.walk(node.body, place._replace(guarded=True) if suppressed else place)
                case ast.For() | ast.AsyncFor() | ast.While():
                    self.walk(node.body, place._replace(conditional=True))
                    self.walk(node.orelse, place._replace(conditional=True))
                case ast.Match():
                    for branch in node.cases:
                        self.walk(branch.body, place._replace(conditional=True))

    def _if(self, node: ast.If, place: _Place) -> None:
        then, otherwise = when_branches_run(node.test)
        self.walk(node.body, place._replace(when=then or place.when))
        following = node.orelse
        place = place._replace(when=otherwise or place.when)
        while len(following) == 1 and isinstance(inner := following[0], ast.If) and not otherwise:
            then, otherwise = when_branches_run(inner.test)  # a long `elif` chain is no deep tree
            self.walk(inner.body, place._replace(when=then or place.when))
            place, following = place._replace(when=otherwise or place.when), inner.orelse
        self.walk(following, place)

    def _add(
        self, node: ast.stmt, place: _Place, written: str, level: int, names: tuple[tuple[str, str], ...], alias: str
    ) -> None:
        target = absolute(written, level, self.module, self.is_package)
        end_line = node.end_lineno or node.lineno
        self.found.append(Import(target, written, level, names, alias, node.lineno, end_line, *place))


def _join(scope: str, name: str) -> str:
    return f"{scope}.{name}" if scope else name


def when_branches_run(test: ast.expr) -> tuple[When | None, When | None]:
    """When the body and the `else` of such an `if` run, where its test alone tells."""
    match test:
        case ast.Name(id="TYPE_CHECKING") | ast.Attribute(attr="TYPE_CHECKING") | ast.Constant(value=False | 0):
            return "typing", None
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            then, otherwise = when_branches_run(operand)
            return otherwise, then
        case ast.Compare(left=ast.Name(id="__name__"), ops=[ast.Eq()], comparators=[ast.Constant(value="__main__")]):
            return "main", None
    return None, None


def catches_import_error(kind: ast.expr | None) -> bool:
    """Whether a handler of that type catches an ImportError; a bare one does."""
    match kind:
        case None:
            return True
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name in IMPORT_ERRORS
        case ast.Tuple(elts=items):
            return any(catches_import_error(item) for item in items)
    return False


def _outlives_import_error(handler: ast.ExceptHandler) -> bool:
    """Whether the program goes on after such a handler has caught an ImportError."""
    return catches_import_error(handler.type) and not isinstance(handler.body[-1], ast.Raise)


def _suppresses(context: ast.expr) -> bool:
    match context:
        case ast.Call(func=ast.Name(id="suppress") | ast.Attribute(attr="suppress"), args=kinds):
            return any(catches_import_error(kind) for kind in kinds)
    return False


class ModuleGraph:
    """Which module loads which, as the import statements say. Modules that are not among the keys are external."""

    def __init__(self, imports: Mapping[str, Sequence[Import]], packages: Collection[str] | None = None) -> None:
        """`packages` names the modules that are packages; left out, those that have a submodule here."""
        self.imports = imports
        self.modules = frozenset(imports)
        parents = {parent for module in imports for parent in parents_of(module)}
        self.packages = frozenset(packages) if packages is not None else frozenset(parents & self.modules)
        self.namespaces = frozenset(parents - self.modules)
        self._edges: dict[Kind, dict[str, set[str]]] = {}
        self._chains: dict[str, frozenset[str]] = {"": frozenset()}
        self._resolved: dict[tuple[str, tuple[tuple[str, str], ...]], frozenset[str]] = {}

    def resolve(self, statement: Import) -> set[str]:
        """The internal modules that the statement loads: its target, the parents of that, and the submodules it names.

        A star is not followed into `__all__`, whose submodules would be loaded too.
        """
        return set(self._resolve(statement))

    def _resolve(self, statement: Import) -> frozenset[str]:
        key = target, names = statement.target, statement.names
        if (known := self._resolved.get(key)) is None:
            known = self._loaded(target)
            for name, _ in names if known or target in self.namespaces else ():
                if (dotted := f"{target}.{name}") in self.modules or dotted in self.namespaces:
                    known |= self._loaded(dotted)
            self._resolved[key] = known
        return known

    def _loaded(self, module: str) -> frozenset[str]:
        """The module and its parents, as far as they are internal."""
        if (known := self._chains.get(module)) is None:
            known = self._chains[module] = self.modules.intersection((module, *parents_of(module)))
        return known

    def edges(self, kind: Kind = "import-time") -> Mapping[str, set[str]]:
        """Module → the internal modules that it needs and that are not loaded before it anyway.

        A package is loaded before its own modules, so `from . import sibling` needs the sibling alone; only a name that
        the package itself defines makes an edge to the package.
        """
        if kind not in self._edges:
            fewer: Kind | None = {"run-time": "import-time", "all": "run-time"}.get(kind)  # type: ignore[assignment]
            known = self.edges(fewer) if fewer else {}
            more = KINDS[kind] - (KINDS[fewer] if fewer else frozenset())
            self._edges[kind] = {
                module: known.get(module, set()).union(
                    *(self.needs(module, statement, kind) for statement in statements if statement.when in more)
                )
                for module, statements in self.imports.items()
            }
        return self._edges[kind]

    def needs(self, module: str, statement: Import, kind: Kind = "import-time") -> set[str]:
        """The edges from a module that one of its statements makes."""
        if statement.when not in KINDS[kind]:
            return set()
        needs = set(self._resolve(statement))
        if needs:
            needs.discard(module)
            target = statement.target
            kept = target in needs and (
                not statement.names or any(f"{target}.{name}" not in self.modules for name, _ in statement.names)
            )
            needs.difference_update(parents_of(module))  # loaded before
            if kept:
                needs.add(target)
        return needs

    def cycles(self, kind: Kind = "import-time") -> list[tuple[str, ...]]:
        """The sets of modules that need each other in a ring, each sorted, and sorted."""
        found = strongly_connected(self.edges(kind))
        return sorted(tuple(sorted(component)) for component in found if len(component) > 1)

    def reachable_from(self, module: str, kind: Kind = "import-time") -> set[str]:
        """Every internal module that importing this one loads, itself and all parents included."""
        edges = self.edges(kind)
        seen: set[str] = set()
        waiting = [module]
        while waiting:
            name = waiting.pop()
            if name not in seen:
                seen.add(name)
                waiting += [parent for parent in parents_of(name) if parent in self.modules]
                waiting += edges.get(name, ())
        return seen & self.modules

    def loaded_by(self, module: str, listed: Callable[[str], Iterable[str]] | None = None) -> set[str]:
        """The module and every internal one that importing it surely loads: not in a branch, not in a `try`.

        With `listed` all that it may load. It gives the submodules that a package's `__all__` names, for a star loads them.
        """
        seen, waiting = {module}, [module]
        while waiting:
            name = waiting.pop()
            found = set(self._loaded(name))
            for item in self.imports[name] if name in self.modules else ():
                never = item.guarded or item.fallback or item.conditional
                if item.when == "import" and (listed or not never):
                    found |= self._resolve(item)
                    if item.is_star and listed:
                        found.update(listed(item.target))
            waiting += found - seen
            seen |= found
        return seen

    def dependents_of(self, modules: Iterable[str], kind: Kind = "run-time") -> set[str]:
        """Every internal module that loads one of these, directly or not, these included."""
        users: dict[str, set[str]] = {}
        for module, needs in self.edges(kind).items():
            for name in (*needs, *parents_of(module)):
                users.setdefault(name, set()).add(module)
        seen: set[str] = set()
        waiting = list(modules)
        while waiting:
            name = waiting.pop()
            if name not in seen:
                seen.add(name)
                waiting += users.get(name, ())
        return seen & self.modules


@lru_cache(maxsize=16_384)
def parents_of(module: str) -> tuple[str, ...]:
    """`a.b.c` → (`a`, `a.b`)."""
    parts = module.split(".")
    return tuple([".".join(parts[:count]) for count in range(1, len(parts))])


def strongly_connected(edges: Mapping[str, Collection[str]]) -> list[list[str]]:
    """The strongly connected components of a graph (Tarjan, SIAM J. Comput. 1(2), 1972), without recursion."""
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    on_path: dict[str, None] = {}
    components: list[list[str]] = []
    for start in sorted(edges):
        if start in number:
            continue
        work: list[tuple[str, Iterator[str]]] = []
        enter: str | None = start
        while enter is not None or work:
            if enter is not None:
                number[enter] = low[enter] = len(number)
                on_path[enter] = None
                work.append((enter, iter(sorted(edges.get(enter, ())))))
                enter = None
            node, rest = work[-1]
            for target in rest:
                if target not in number:
                    enter = target
                    break
                if target in on_path:
                    low[node] = min(low[node], number[target])
            if enter is not None:
                continue
            work.pop()
            if work:
                parent = work[-1][0]
                low[parent] = min(low[parent], low[node])
            if low[node] == number[node]:
                component = []
                while True:
                    member, _ = on_path.popitem()
                    component.append(member)
                    if member == node:
                        break
                components.append(component)
    return components
