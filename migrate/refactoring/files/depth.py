"""Paths that code works out from its own place, `Path(__file__).parent / "data"` and the like, when files move."""

from __future__ import annotations

import ast
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath

from migrate.model import Location
from migrate.python.bindings import Scope
from migrate.python.edits import Edit, Unplaced
from migrate.refactoring.files.table import FileMoves
from migrate.references.index import Index
from migrate.references.names import Module

Variable = tuple[Scope | None, str]
"""A name and the scope that binds it; None for `__file__`, which nothing binds."""
OF_FILE: Variable = (None, "__file__")
SAME = frozenset({"resolve", "absolute", "expanduser"})
SAME_CALLS = frozenset({"abspath", "realpath", "normpath", "fspath", "str", "Path", "PurePath", "PosixPath"})


@dataclass(frozen=True)
class Climb:
    """An expression that climbs from a file or folder and goes down again by literal names.

    `base` is `__file__` or a variable; `inner` is what the climbing begins at, and `outer` its last step.
    """

    base: ast.Name
    node: ast.expr
    inner: ast.expr
    outer: ast.expr
    ups: int = 0
    style: str = ""
    """`parent`, `parents` or `dirname`; empty without a step, `mixed` where there are several kinds."""
    downs: tuple[ast.Constant, ...] = ()

    @property
    def below(self) -> str:
        """What the literals say, joined."""
        return posixpath.join("", *(str(down.value) for down in self.downs))

    def at(self, place: PurePosixPath) -> PurePosixPath | None:
        """Where it leads from that place; None where it climbs out of the tree."""
        found = _climb(place, self.ups)
        if found is None:
            return None
        whole = posixpath.normpath(found / self.below) if self.below else str(found)
        return None if whole.startswith(("..", "/")) else PurePosixPath(whole)


def _climb(place: PurePosixPath, ups: int) -> PurePosixPath | None:
    if ups > len(place.parts):
        return None
    return place.parents[ups - 1] if ups else place


def climb_of(node: ast.expr) -> Climb | None:
    """The expression as a climb, if it is nothing else."""
    match node:
        case ast.Name(ctx=ast.Load()):
            return Climb(node, node, node, node)
        case ast.Call(func=ast.Attribute(value=value, attr=attr), args=[], keywords=_) if attr in SAME:
            return _over(value, node)
        case ast.Call(func=ast.Name(id=called) | ast.Attribute(attr=called), args=[value], keywords=[]):
            if called in SAME_CALLS:
                return _over(value, node)
            return _up(value, node, 1, "dirname") if called == "dirname" else None
        case ast.Attribute(value=value, attr="parent"):
            return _up(value, node, 1, "parent")
        case ast.Subscript(value=ast.Attribute(value=value, attr="parents"), slice=ast.Constant(value=int(count))):
            return _up(value, node, count + 1, "parents") if count >= 0 else None
        case ast.BinOp(left=left, op=ast.Div(), right=ast.Constant(value=str()) as right):
            return _down(left, node, [right])
        case ast.Call(func=ast.Attribute(value=value, attr="joinpath"), args=[_, *_] as names, keywords=[]):
            return _down(value, node, names)
        case ast.Call(func=ast.Name(id="join") | ast.Attribute(attr="join"), args=[value, *names], keywords=[]):
            return _down(value, node, names)
    return None


def _over(value: ast.expr, node: ast.expr) -> Climb | None:
    found = climb_of(value)
    if found is None or (found.downs and found.below):
        return found and Climb(found.base, node, found.inner, found.outer, found.ups, found.style, found.downs)
    if found.ups:
        return Climb(found.base, node, found.inner, found.outer, found.ups, found.style)
    return Climb(found.base, node, node, node)


def _up(value: ast.expr, node: ast.expr, count: int, style: str) -> Climb | None:
    found = climb_of(value)
    if found is None or found.downs:
        return None
    same = found.style in ("", style) and (found.node is found.outer)
    return Climb(found.base, node, found.inner, node, found.ups + count, style if same else "mixed")


def _down(value: ast.expr, node: ast.expr, names: list[ast.expr]) -> Climb | None:
    found = climb_of(value)
    literals = [name for name in names if isinstance(name, ast.Constant) and isinstance(name.value, str)]
    if found is None or len(literals) != len(names) or any(str(name.value).startswith("/") for name in literals):
        return None
    return Climb(found.base, node, found.inner, found.outer, found.ups, found.style, (*found.downs, *literals))


@dataclass
class FileDepth:
    """What becomes of such paths. What cannot be proven is in `left`."""

    index: Index
    moves: FileMoves
    left: list[tuple[Location, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def edits(self) -> Iterator[tuple[PurePosixPath, Edit]]:
        """(file, edit) with the old paths."""
        for path in self.index.names.files_with("__file__"):
            data = self.index.names.data(path)
            if path in self.moves.files or any(name in data for name in self.moves.names):
                module = self.index.names.file(path)
                try:
                    found = list(_File(self, module).edits())
                except (SyntaxError, Unplaced) as error:
                    self.index.unread[path] = str(getattr(error, "msg", None) or error)
                    continue
                yield from ((path, edit) for edit in found)


class _File:
    """The climbs of one file."""

    def __init__(self, job: FileDepth, module: Module) -> None:
        self.job = job
        self.module = module
        self.path = module.path
        self.now = job.moves.now(module.path)
        self.places: dict[Variable, tuple[PurePosixPath, PurePosixPath]] = {OF_FILE: (self.path, self.now)}
        """Where `__file__`, and each variable that is a path, leads before and after."""
        self.parents = {
            id(child): node for node in ast.walk(module.source.tree) for child in ast.iter_child_nodes(node)
        }

    def edits(self) -> Iterator[Edit]:
        waiting = dict(self._variables)
        while ready := [variable for variable, climb in waiting.items() if self._base(climb) in self.places]:
            for variable in ready:
                yield from self._climb(waiting.pop(variable), variable)
        for climb in self._climbs:
            if self._base(climb) in self.places and not self._defines(climb):
                yield from self._climb(climb, None)

    @cached_property
    def _homes(self) -> dict[int, Scope | None]:
        """The id of each name that is read → the scope that binds it."""
        return {id(use.name): use.scope.lookup(use.name.id) for use in self.module.bindings.uses}

    def _base(self, climb: Climb) -> Variable:
        return self._homes.get(id(climb.base)), climb.base.id

    @cached_property
    def _climbs(self) -> list[Climb]:
        """The longest climbs, from `__file__` or from a variable."""
        found = []
        for use in self.module.bindings.uses:
            home = self._homes[id(use.name)]
            if use.quoted or not isinstance(use.name.ctx, ast.Load) or (home and home.kind == "class"):
                continue
            node: ast.AST = use.name
            best = climb_of(use.name)
            while (node := self.parents.get(id(node), node)) and isinstance(node, ast.expr):
                climb = climb_of(node)
                if climb and climb.base is use.name:
                    best = climb
                elif not (isinstance(node, ast.Attribute) and node.attr in ("parents", "joinpath", *SAME)):
                    break
            if best:
                found.append(best)
        return found

    @cached_property
    def _variables(self) -> dict[Variable, Climb]:
        """The variables of the module and of functions that are bound once, to a climb."""
        scopes, found = self.module.bindings.scope_of, dict[Variable, Climb]()
        for node in ast.walk(self.module.source.tree):
            scope = scopes.get(node)
            if scope is None or not isinstance(node, ast.Module | ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            for statement in node.body:
                match statement:
                    case (
                        ast.Assign(targets=[ast.Name(id=name)], value=value)
                        | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
                    ) if len(scope.bindings.get(name, ())) == 1 and (climb := climb_of(value)):
                        found[scope, name] = climb
        return found

    def _defines(self, climb: Climb) -> bool:
        return any(known.node is climb.node for known in self._variables.values())

    def _climb(self, climb: Climb, name: Variable | None) -> Iterator[Edit]:
        """The edits of a climb; `name` is the variable that it is bound to."""
        if climb.node is climb.base and climb.base.id == "__file__" and self.path != self.now:
            where = Location(self.path, climb.node.lineno)
            self.job.notes.append(f"{where}: `__file__` is another place now; what is made of it there is not followed")
        before, after = self.places[self._base(climb)]
        leads = climb.at(before)
        if leads is None:
            if name is None and self.path != self.now and len(self.path.parts) != len(self.now.parts):
                self._leave(climb, "a path that climbs out of the tree")
            return
        naturally = climb.at(after)
        wanted = self._wanted(climb, leads, naturally, name)
        if wanted is None:
            return
        if name:
            self.places[name] = (leads, wanted)
        if wanted != naturally:
            yield from self._rewritten(climb, after, wanted)

    def _wanted(
        self, climb: Climb, leads: PurePosixPath, naturally: PurePosixPath | None, name: Variable | None
    ) -> PurePosixPath | None:
        """Where the climb must lead afterwards; None where nobody can tell."""
        moves = self.job.moves
        wanted = moves.now(leads)
        own = leads == self.path.parent and not climb.below and climb.base.id == "__file__"
        if wanted != leads or self.path == self.now or not own:
            return wanted
        if naturally == leads:
            return leads
        uses = [use for use in self._climbs if self._base(use) == name] if name else []
        ends = [use.at(leads) for use in uses]
        if uses and None not in ends and all(use.below for use in uses):
            if all(moves.now(end) == end for end in ends if end):
                return leads
            if naturally and all(
                use.at(naturally) == moves.now(end) for use, end in zip(uses, ends, strict=True) if end
            ):
                return naturally
        self._leave(climb, "the folder of the file, which code uses in a way that cannot be followed")
        return None

    def _leave(self, climb: Climb, reason: str) -> None:
        self.job.left.append((Location(self.path, climb.node.lineno), reason))

    def _rewritten(self, climb: Climb, base: PurePosixPath, wanted: PurePosixPath) -> Iterator[Edit]:
        """The edits that make the climb lead there from its new base: other steps first, then other names."""
        below = PurePosixPath(climb.below) if climb.below else PurePosixPath()
        kept = len(below.parts)
        if climb.ups and ".." not in below.parts and wanted.parts[len(wanted.parts) - kept :] == below.parts:
            start = PurePosixPath(*wanted.parts[: len(wanted.parts) - kept])
            ups = len(base.parts) - len(start.parts)
            if ups > 0 and base.is_relative_to(start):
                yield from self._steps(climb, ups)
                return
        start_now = _climb(base, climb.ups)
        if climb.downs and start_now is not None and (wanted.is_relative_to(start_now) or ".." in below.parts):
            yield from self._names(climb, posixpath.relpath(wanted, start_now))
            return
        shared = posixpath.commonpath([f"/{base.parent}", f"/{wanted.parent}"])[1:]
        if climb.ups and climb.downs:
            start = PurePosixPath(shared)
            yield from self._steps(climb, len(base.parts) - len(start.parts))
            yield from self._names(climb, posixpath.relpath(wanted, start))
            return
        self._leave(climb, f"a path that leads to `{wanted}`")

    def _steps(self, climb: Climb, ups: int) -> Iterator[Edit]:
        at, data = self.module.positions, self.module.source.data
        start, end = at.start(climb.outer), at.end(climb.outer)
        if ups == climb.ups:
            return
        if climb.style == "dirname" and isinstance(climb.outer, ast.Call):
            called = data[at.start(climb.outer.func) : at.end(climb.outer.func)]
            inner = data[at.start(climb.inner) : at.end(climb.inner)]
            yield Edit(start, end, (called + b"(") * ups + inner + b")" * ups)
        elif climb.style in ("parent", "parents"):
            text = b".parent" * ups if climb.style == "parent" else b".parents[%d]" % (ups - 1)
            yield Edit(at.end(climb.inner), end, text)
        else:
            self._leave(climb, "a path of several kinds of steps")

    def _names(self, climb: Climb, text: str) -> Iterator[Edit]:
        at, parts, downs = self.module.positions, text.split("/"), list(climb.downs)
        while len(downs) > 1 and len(parts) > 1 and downs[-1].value == parts[-1]:
            downs.pop()
            parts.pop()
        while len(downs) > 1 and len(parts) > 1 and downs[0].value == parts[0]:
            del downs[0], parts[0]
        if len(parts) < len(downs) or any("/" in str(down.value) for down in downs[1:]):
            self._leave(climb, f"a path that becomes `{text}`, in other strings than it is now")
            return
        spare = len(parts) - len(downs) + 1
        for down, new in zip(downs, ["/".join(parts[:spare]), *parts[spare:]], strict=True):
            if new != down.value:
                start = at.string_start(down)
                yield Edit(start, start + len(at.encode(str(down.value))), at.encode(new))
