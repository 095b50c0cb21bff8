"""Which local names a run of statements needs from before it, and which of those that it binds are asked for after it."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

Function = ast.FunctionDef | ast.AsyncFunctionDef
Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
SWALLOWING = frozenset({"suppress", "raises", "assertRaises", "assertRaisesRegex", "ExitStack", "AsyncExitStack"})
"""Context managers that are known to go on after an error, or that may hold such a one."""
NOTHING: Mapping[ast.AST, Collection[str]] = {}


Instead = Mapping[ast.AST, Collection[str]]
"""Parts of some code, with the names that they are taken to read."""


def reads(node: object, but: Instead = NOTHING) -> set[str]:
    """The names that a piece of code asks the scope around it for, now or later; the parts `but` read what is said there."""
    found: set[str] = set()
    match node:
        case list():
            return set().union(*(reads(item, but) for item in node))
        case ast.AST() if node in but:
            return set(but[node])
        case ast.Name(id=name, ctx=ast.Load() | ast.Del()):
            return {name}
        case ast.AugAssign(target=ast.Name(id=name), value=value):
            return {name} | reads(value, but)
        case ast.AnnAssign(target=target, value=value):
            return reads(target, but) | reads(value, but)
        case ast.Lambda(args=arguments, body=body):
            return _defaults(arguments, but) | (reads(body, but) - names_of(arguments))
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            inner = reads(node.body, but) - (names_of(node.args) | stored(node.body))
            declared = (item for part in ast.walk(node) if isinstance(part, ast.Nonlocal) for item in part.names)
            return _defaults(node.args, but) | reads(node.decorator_list, but) | inner | set(declared)
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            parts: list[ast.AST] = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
            for count, loop in enumerate(node.generators):
                parts += [loop.target, *loop.ifs, *([loop.iter] if count else [])]
            bound = set().union(*(stored([loop.target]) for loop in node.generators))
            return reads(node.generators[0].iter, but) | (reads(parts, but) - bound)
        case ast.AST():
            for name in node._fields:
                value = getattr(node, name, None)
                if isinstance(value, list | ast.AST):
                    found |= reads(
                        [item for item in value if isinstance(item, ast.AST)] if isinstance(value, list) else value, but
                    )
    return found


def _defaults(arguments: ast.arguments, but: Instead) -> set[str]:
    return reads([*arguments.defaults, *(item for item in arguments.kw_defaults if item)], but)


def names_of(arguments: ast.arguments) -> set[str]:
    """The names of the parameters."""
    found = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
    return {item.arg for item in found if item}


def stored(nodes: Sequence[ast.AST]) -> set[str]:
    """The names that these nodes bind in the scope they stand in, on whatever path."""
    found: set[str] = set()
    waiting: list[ast.AST] = list(nodes)
    while waiting:
        node = waiting.pop()
        match node:
            case ast.Name(id=name, ctx=ast.Store()):
                found.add(name)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                found.add(name)
                continue
            case ast.Lambda():
                continue
            case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                found |= {part.target.id for part in ast.walk(node) if isinstance(part, ast.NamedExpr)}
                continue
            case ast.Import() | ast.ImportFrom():
                found |= {alias.asname or alias.name.partition(".")[0] for alias in node.names}
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                found.add(name)
            case ast.MatchMapping(rest=str(name)):
                found.add(name)
        waiting += ast.iter_child_nodes(node)
    return found


LATE = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.GeneratorExp)


def captured(nodes: Sequence[ast.AST]) -> set[str]:
    """The names that functions, lambdas and generators in these nodes ask the scope around them for when they run."""
    parts = (part for node in nodes for part in ast.walk(node) if isinstance(part, LATE))
    return set().union(*map(asked_later, parts))


def asked_later(part: ast.AST) -> set[str]:
    """The same for one of them: the first thing that a generator goes through is had at once."""
    return reads(part, {part.generators[0].iter: ()} if isinstance(part, ast.GeneratorExp) else NOTHING)


class Exposure:
    """Walks statements in the order in which they run and gathers the names that may be read before these bind them."""

    def __init__(self, but: Instead = NOTHING, *, trusting: bool = False) -> None:
        """With `trusting` a `with` runs its block to the end, whatever its context manager may swallow."""
        self.but = but
        self.trusting = trusting
        self.exposed: set[str] = set()
        self.jumps = False
        """Whether a `break` or `continue` leads out of the statements."""

    def block(self, body: Sequence[ast.stmt], bound: set[str]) -> set[str] | None:
        """The names that are surely bound after these statements; None where nothing comes after them."""
        known: set[str] | None = set(bound)
        for node in body:
            if known is None:
                return None
            known = self._statement(node, known)
        return known

    def _read(self, node: object, bound: set[str]) -> None:
        self.exposed |= reads(node, self.but) - bound

    def _statement(self, node: ast.stmt, bound: set[str]) -> set[str] | None:
        match node:
            case ast.If(test=test, body=body, orelse=orelse):
                self._read(test, bound)
                return _either(self.block(body, bound), self.block(orelse, bound))
            case ast.For() | ast.AsyncFor():
                self._read(node.iter, bound)
                self._read(node.target, bound)
                return self._loop(node, bound | stored([node.target]), bound)
            case ast.While(test=test):
                self._read(test, bound)
                done = self._loop(node, bound, bound)
                endless = isinstance(test, ast.Constant) and test.value and not _breaks(node)
                return None if endless else done
            case ast.With() | ast.AsyncWith():
                inside = set(bound)
                for item in node.items:
                    self._read(item.context_expr, inside)
                    if item.optional_vars:
                        self._read(item.optional_vars, inside)
                        inside |= stored([item.optional_vars])
                return self._with(node, self.block(node.body, inside), inside)
            case ast.Try() | ast.TryStar():
                return self._try(node, bound)
            case ast.Match(subject=subject, cases=cases):
                self._read(subject, bound)
                ways: list[set[str] | None] = []
                for case in cases:
                    self._read(case.pattern, bound)
                    inside = bound | stored([case.pattern])
                    self._read(case.guard, inside)
                    ways.append(self.block(case.body, inside))
                last = cases[-1]
                wild = isinstance(last.pattern, ast.MatchAs) and last.pattern.pattern is None and last.guard is None
                return _any_of(ways if wild else [*ways, bound])
            case ast.Return() | ast.Raise():
                self._read(list(ast.iter_child_nodes(node)), bound)
                return None
            case ast.Break() | ast.Continue():
                self.jumps = True
                return None
            case ast.Delete(targets=targets):
                self._read(targets, bound)
                return bound - {item.id for item in targets if isinstance(item, ast.Name)}
            case ast.Expr(value=value):
                self._read(value, bound)
                return bound
        self._read(node, bound)
        return bound | stored([node])

    def _with(self, node: ast.With | ast.AsyncWith, after: set[str] | None, inside: set[str]) -> set[str] | None:
        if any(_last_name(item.context_expr) in SWALLOWING for item in node.items):
            return inside
        return after if self.trusting or after is None else inside

    def _loop(self, node: ast.For | ast.AsyncFor | ast.While, inside: set[str], bound: set[str]) -> set[str]:
        jumps = self.jumps
        self.block(node.body, inside)
        self.jumps = jumps  # those of its body end in it
        self.block(node.orelse, bound)
        return bound

    def _try(self, node: ast.Try | ast.TryStar, bound: set[str]) -> set[str] | None:
        after = self.block(node.body, bound)
        ways = [self.block(node.orelse, after) if after is not None else None]
        for handler in node.handlers:
            self._read(handler.type, bound)
            inside = bound | ({handler.name} if handler.name else set())
            way = self.block(handler.body, inside)
            ways.append(way - {handler.name} if way is not None and handler.name else way)
        final = self.block(node.finalbody, bound)
        known = _any_of(ways)
        return None if known is None or final is None else known | final


def _either(one: set[str] | None, other: set[str] | None) -> set[str] | None:
    return other if one is None else one if other is None else one & other


def _any_of(ways: Sequence[set[str] | None]) -> set[str] | None:
    found = None
    for way in ways:
        found = _either(found, way)
    return found


def _breaks(loop: ast.While) -> bool:
    waiting: list[ast.AST] = list(loop.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Break):
            return True
        if not isinstance(node, ast.For | ast.AsyncFor | ast.While | Function | ast.ClassDef | ast.Lambda):
            waiting += ast.iter_child_nodes(node)
    return False


def _last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Call):
        node = node.func
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


@dataclass(frozen=True, slots=True)
class _Level:
    """One block on the way from a function to a run in it."""

    owner: ast.AST
    field: str
    block: Sequence[ast.stmt]
    at: int
    """The place of the run's last statement, or of the statement around it."""


class Around:
    """A function around a run of statements of one of its blocks."""

    def __init__(self, function: Function, nodes: Sequence[ast.stmt]) -> None:
        self.function = function
        self.nodes = nodes
        self.levels = list(_levels(function, nodes[-1]))

    @property
    def is_tail(self) -> bool:
        """Whether the function ends when the run has come to its end, with None."""
        for level in self.levels:
            if level.at + 1 < len(level.block) or isinstance(level.owner, ast.For | ast.AsyncFor | ast.While):
                return False
            tried = level.owner if isinstance(level.owner, ast.Try | ast.TryStar) else None
            if tried and (level.field == "finalbody" or (level.field == "body" and tried.orelse)):
                return False
        return True

    @property
    def in_loop(self) -> bool:
        """Whether the run may run more than once in one call of the function."""
        return any(isinstance(level.owner, ast.For | ast.AsyncFor | ast.While) for level in self.levels)

    def live(self) -> set[str]:
        """The names that may be read, before they are bound anew, once the run has come to its end."""
        return self._after(len(self.levels) - 1)

    def on_error(self) -> set[str]:
        """The names that may be read when the run has ended by an error, by what catches it."""
        found: set[str] = set()
        for count in range(len(self.levels) - 1, -1, -1):
            level = self.levels[count]
            match level.owner:
                case ast.Try() | ast.TryStar() as node:
                    if level.field == "body":
                        found |= self._handled(node, count)
                    if level.field != "finalbody":
                        found |= _exposed(node.finalbody)
                case ast.With() | ast.AsyncWith() as held:
                    if any(_last_name(item.context_expr) in SWALLOWING for item in held.items):
                        found |= self._after(count - 1)
        return found

    def _handled(self, node: ast.Try | ast.TryStar, count: int) -> set[str]:
        found: set[str] = set()
        for handler in node.handlers:
            walk = Exposure()
            bound = walk.block([*handler.body, *node.finalbody], {handler.name} if handler.name else set())
            found |= walk.exposed | reads(handler.type)
            if bound is not None or walk.jumps:
                found |= self._after(count - 1) - (set() if walk.jumps or bound is None else bound)
        return found

    def _after(self, count: int) -> set[str]:
        """What is read after the block's current statement, to the function's end."""
        if count < 0:
            return set()
        level = self.levels[count]
        walk = Exposure()
        bound = walk.block(level.block[level.at + 1 :], set())
        live = walk.exposed
        if bound is not None or walk.jumps:
            live = live | (self._after_block(level, count) - (set() if walk.jumps or bound is None else bound))
        if isinstance(level.owner, ast.Try | ast.TryStar):
            if level.field != "finalbody":
                live = live | _exposed(level.owner.finalbody)
            if level.field == "body":
                live = live | self._handled(level.owner, count)
        return live

    def _after_block(self, level: _Level, count: int) -> set[str]:
        """What is read once the whole block has run."""
        rest = self._after(count - 1)
        match level.owner:
            case ast.For() | ast.AsyncFor() as loop if level.field == "body":
                walk = Exposure()
                walk.block(loop.body, stored([loop.target]))
                return rest | walk.exposed | _exposed(loop.orelse) | reads(loop.target)
            case ast.While() as loop if level.field == "body":
                return rest | reads(loop.test) | _exposed(loop.body) | _exposed(loop.orelse)
            case ast.Try() | ast.TryStar() as node if level.field != "finalbody":
                walk = Exposure()
                bound = walk.block([*(node.orelse if level.field == "body" else []), *node.finalbody], set())
                if bound is None and not walk.jumps:
                    return walk.exposed
                return walk.exposed | (rest - (bound or set()))
        return rest


def _exposed(body: Sequence[ast.stmt]) -> set[str]:
    walk = Exposure()
    walk.block(body, set())
    return walk.exposed


def _levels(owner: ast.AST, target: ast.stmt) -> Iterator[_Level]:
    for field in ("body", "orelse", "finalbody", "handlers", "cases"):
        block = getattr(owner, field, None)
        if not isinstance(block, list):
            continue
        for at, item in enumerate(block):
            if item is target:
                yield _Level(owner, field, block, at)
                return
            if (
                item.lineno <= target.lineno <= (item.end_lineno or 0)
                if hasattr(item, "lineno")
                else _holds(item, target)
            ):
                if not _holds(item, target):
                    continue
                if field not in ("handlers", "cases"):
                    yield _Level(owner, field, block, at)
                elif isinstance(owner, ast.Try | ast.TryStar):
                    yield _Level(owner, "handlers", [], -1)
                yield from _levels(item, target)
                return


def _holds(node: ast.AST, target: ast.AST) -> bool:
    return any(part is target for part in ast.walk(node))


def falls_through(nodes: Sequence[ast.stmt]) -> bool:
    """Whether the statements may come to their end, so that what stands after them runs."""
    walk = Exposure(trusting=True)
    return walk.block(nodes, set()) is not None or walk.jumps
