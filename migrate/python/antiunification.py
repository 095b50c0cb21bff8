"""The most specific skeleton that several pieces of code share, and the holes in which they differ.

    skeleton = antiunified([Member(module.positions, (function,)), Member(other.positions, (twin,))], "renamed")
    for hole in skeleton.holes: …          # what each member has there, and what keeps it from being lifted
    skeleton.rendered(lambda hole, place: "self._hook()")

First-order least general generalisation (Plotkin; Reynolds), for ordered trees: nodes of one kind are compared field by
field, lists of statements are aligned first, and whatever differs is a hole. Holes with the same values are one.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from migrate.python.alignment import Said, aligned
from migrate.python.holes import facts_of
from migrate.python.indentation import dedented
from migrate.python.skeletons import Hole, Kind, Level, Member, Place, Skeleton, Soft, Value, is_literal

__all__ = ["Hole", "Kind", "Level", "Member", "Place", "Skeleton", "Soft", "Value", "antiunified", "is_literal"]

Function = ast.FunctionDef | ast.AsyncFunctionDef
ASIDE = frozenset({"ctx", "type_comment", "kind", "annotation", "returns", "simple"})
BLOCKS = frozenset({"body", "orelse", "finalbody"})
FIXED = frozenset({"decorator_list", "type_params", "patterns", "pattern"})
"""Fields in which nothing can be put in the place of a part: it would be looked at too early, or mean something else."""
BINDERS: dict[type[ast.AST], str] = {
    ast.arg: "arg", ast.ExceptHandler: "name", ast.MatchAs: "name", ast.MatchStar: "name", ast.MatchMapping: "rest",
    ast.FunctionDef: "name", ast.AsyncFunctionDef: "name", ast.ClassDef: "name",
}  # fmt: skip
"""Where a name is bound by a text that is no node."""
TOGETHER = 1000
"""How many meetings in the code a meeting of two parameters is worth."""


def antiunified(
    members: Sequence[Member],
    level: Level = "renamed",
    apart: frozenset[str] = frozenset(),
    *,
    closable: bool = False,
) -> Skeleton | None:
    """The most specific skeleton of two or more members; None where not even their outermost statements are of one kind.

    At `renamed`, local names may differ as long as each has one partner in every member. Docstrings, annotations and
    comments are never holes: at every level `soft` says which of them differ. The names in `apart` mean another thing in
    each member, although they are written alike: each use is a hole.

    With `closable` the skeleton of functions is less specific where that helps to fill it: statements that may `return` are
    one hole with all that comes after them, so that a call can answer for them.
    """
    try:
        return _Comparison(tuple(members), level, apart, closable).skeleton()
    except RecursionError:  # deeper than Python's own compiler likes
        return None


Nodes = tuple[ast.AST, ...]
Gap = tuple[Nodes, ...]
"""What each member has in one hole."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A hole in the making: the nodes of each member, and for an empty run of statements the byte where it lies."""

    values: Gap
    spans: tuple[tuple[int, int], ...]
    is_run: bool
    indent: bytes = b""
    header: bool = False


class _Comparison:
    """Members side by side. The first walk counts which local names meet, the second one knows who is whose partner."""

    def __init__(self, members: tuple[Member, ...], level: Level, apart: frozenset[str], closable: bool) -> None:
        self.members = members
        self.closable = closable
        self.apart = apart
        self.renames = level == "renamed"
        self.soft: set[Soft] = set()
        self.met = [Counter[tuple[str, str]]() for _ in members]
        self.partner: list[dict[str, str]] | None = None
        self.said: dict[ast.AST, Said] = {}
        self.roots: frozenset[ast.AST] = frozenset(node for member in members for node in member.nodes)

    def skeleton(self) -> Skeleton | None:
        if self.renames:
            if self._roots() is None:
                return None
            self.partner = [_partners(met) for met in self.met]
            self.soft.clear()
        found = self._roots()
        if found is None:
            return None
        if self._comments_differ(found):
            self.soft.add("comment")
        renamed = tuple(
            {mine: own for mine, own in (partner or {}).items() if mine != own}
            for partner in self.partner or [{} for _ in self.members]
        )
        return Skeleton(self.members, tuple(self._holes(found)), renamed, frozenset(self.soft))

    # comparing

    def _roots(self) -> list[_Found] | None:
        runs = [member.nodes for member in self.members]
        if self.members[0].around is not None:
            return self._block(runs)
        if len({len(run) for run in runs}) > 1:
            return None
        found: list[_Found] = []
        for nodes in zip(*runs, strict=True):
            inner = self._same(nodes)
            if inner is None:
                return None
            found += inner
        return found

    def _part(self, nodes: Nodes) -> list[_Found] | None:
        """The holes in some expression; it is one itself where it must be."""
        found = self._same(nodes)
        if found is None and all(map(_can_be_hole, nodes)):
            spans = tuple((m.positions.start(n), m.positions.end(n)) for m, n in zip(self.members, nodes, strict=True))
            return [_Found(tuple((node,) for node in nodes), spans, is_run=False)]
        return found

    def _same(self, nodes: Nodes) -> list[_Found] | None:
        """The holes below nodes that are of one kind; None where they are not, or differ where no hole can be."""
        first, kinds = nodes[0], {type(node) for node in nodes}
        if kinds == {ast.Assign, ast.AnnAssign}:
            return self._assignments(nodes)
        if len(kinds) > 1:
            return None
        match first:
            case ast.Name():
                return [] if self._are_partners(nodes) else None  # type: ignore[arg-type]
            case ast.Constant():
                return [] if len({_constant(node) for node in nodes}) == 1 else None  # type: ignore[arg-type]
            case ast.Call() if len({_is_bare_generator(node) for node in nodes}) > 1:
                return None
        binder = BINDERS.get(type(first))
        found: list[_Found] = []
        for field in first._fields:
            values = [getattr(node, field, None) for node in nodes]
            if field in ASIDE:
                self._look_aside(field, values)
            elif field == binder:
                if not (self._is_root_name(nodes) or self._bind(values, isinstance(first, ast.arg))):
                    return None
            else:
                inner = self._field(first, field, values)
                if inner is None or (inner and (field in FIXED or _holds_none(first, field))):
                    return None
                found += inner
        if isinstance(first, ast.Expr) and found and found[0].values == tuple((node.value,) for node in nodes):  # type: ignore[attr-defined]
            return None  # nothing is left of the statement
        return self._in_header(nodes, found)

    def _in_header(self, nodes: Nodes, found: list[_Found]) -> list[_Found]:
        """Holes in the defaults of the piece itself are marked."""
        first = nodes[0]
        if first not in self.roots or not isinstance(first, Function):
            return found
        inside = {id(part) for part in ast.walk(first.args)}
        return [replace(item, header=bool(item.values[0]) and id(item.values[0][0]) in inside) for item in found]

    def _is_root_name(self, nodes: Nodes) -> bool:
        return nodes[0] in self.roots

    def _assignments(self, nodes: Nodes) -> list[_Found] | None:
        """`x: int = 1` beside `x = 1`, which differ in an annotation."""
        parts = []
        for node in nodes:
            match node:
                case (
                    ast.Assign(targets=[target], value=value) | ast.AnnAssign(target=target, value=ast.expr() as value)
                ):
                    parts.append((target, value))
                case _:
                    return None
        self.soft.add("annotation")
        targets, values = zip(*parts, strict=True)
        on_the_left = self._same(targets)
        on_the_right = self._part(values)
        return None if on_the_left is None or on_the_right is None else on_the_left + on_the_right

    def _field(self, parent: ast.AST, field: str, values: list[object]) -> list[_Found] | None:
        first = values[0]
        if isinstance(first, list):
            if field in BLOCKS and not isinstance(parent, ast.Lambda | ast.Expression) and first + values[-1]:  # type: ignore[operator]
                return self._blocks(parent, field, values)  # type: ignore[arg-type]
            if len({len(value) for value in values}) > 1:  # type: ignore[arg-type]
                return None
            found: list[_Found] = []
            for items in zip(*values, strict=True):
                inner = self._field(parent, "", list(items))
                if inner is None:
                    return None
                found += inner
            return found
        if all(isinstance(value, ast.AST) for value in values):
            whole = isinstance(parent, ast.Call) and _is_bare_generator(parent)
            nodes: Nodes = tuple(values)  # type: ignore[arg-type]
            return self._same(nodes) if whole else self._part(nodes)
        return [] if all(value == first for value in values) else None

    def _blocks(self, parent: ast.AST, field: str, blocks: list[list[ast.stmt]]) -> list[_Found] | None:
        if not all(blocks):
            return [] if not any(blocks) else None
        if field == "orelse" and isinstance(parent, ast.If):
            chained = [self._is_elif(member, block) for member, block in zip(self.members, blocks, strict=True)]
            if any(chained):
                return self._same(tuple(block[0] for block in blocks)) if all(chained) else None
        if isinstance(parent, Function | ast.ClassDef) and field == "body":
            texts = [_docstring(block) for block in blocks]
            if len(set(texts)) > 1:
                self.soft.add("docstring")
            bare = [block if text is None else block[1:] for block, text in zip(blocks, texts, strict=True)]
            ends = [None if text is None else block[0] for block, text in zip(blocks, texts, strict=True)]
            return self._block(bare, ends, closes=self.closable and parent in self.roots)
        return self._block(blocks)

    @staticmethod
    def _is_elif(member: Member, block: list[ast.stmt]) -> bool:
        if len(block) != 1 or not isinstance(block[0], ast.If):
            return False
        return member.positions.data.startswith(b"elif", member.positions.start(block[0]))

    def _block(
        self,
        blocks: Sequence[Sequence[ast.stmt]],
        before: Sequence[ast.stmt | None] | None = None,
        *,
        closes: bool = False,
    ) -> list[_Found] | None:
        """The holes in a list of statements: within those that belong together, and what lies between them.

        `before` are the docstrings above. With `closes`, from the first hole on that holds a `return` all is one hole.
        """
        found: list[_Found] = []
        done = [0] * len(blocks)
        whole = tuple(map(len, blocks))
        for column in [*self._columns(blocks), None]:
            inner = self._same(tuple(block[at] for block, at in zip(blocks, column, strict=True))) if column else []
            if inner is None:
                continue
            run = self._run(blocks, done, column or whole, before)
            if run is None:
                return None
            if closes and any(map(_answers, [*run, *inner] if column else ())):
                run = self._run(blocks, done, whole, before)
                return None if run is None else [*found, *run]
            found += [*run, *inner]
            done = [at + 1 for at in column or whole]
        return found

    def _run(
        self,
        blocks: Sequence[Sequence[ast.stmt]],
        begins: Sequence[int],
        ends: Sequence[int],
        before: Sequence[ast.stmt | None] | None,
    ) -> list[_Found] | None:
        """The hole of these statements, if there are any; None where their lines are not their own."""
        runs = [tuple(block[begin:end]) for block, begin, end in zip(blocks, begins, ends, strict=True)]
        if not any(runs):
            return []
        spans = [
            self._run_span(which, block, begin, end, before[which] if before else None)
            for which, (block, begin, end) in enumerate(zip(blocks, begins, ends, strict=True))
        ]
        if any(span is None for span in spans):
            return None
        beside = blocks[0][0] if blocks[0] else before[0] if before else None
        assert beside is not None
        return [_Found(tuple(runs), tuple(span for span in spans if span), is_run=True, indent=self._indent(beside))]

    def _columns(self, blocks: Sequence[Sequence[ast.stmt]]) -> list[tuple[int, ...]]:
        """Places of statements that belong together in all members."""
        said = [[self._said(which, node) for node in block] for which, block in enumerate(blocks)]
        columns: dict[int, tuple[int, ...]] = {place: (place,) for place in range(len(blocks[0]))}
        for other in said[1:]:
            pairs = aligned(said[0], other)
            columns = {one: (*columns[one], two) for one, two in pairs if one in columns}
        return [columns[place] for place in sorted(columns)]

    def _said(self, which: int, node: ast.stmt) -> Said:
        if node not in self.said:
            self.said[node] = Said(node, self.members[which].local if self.renames else ())
        return self.said[node]

    def _run_span(
        self, which: int, block: Sequence[ast.stmt], begin: int, end: int, before: ast.stmt | None
    ) -> tuple[int, int] | None:
        """The whole lines of some statements of a block, or where none stand; None where they share a line with others."""
        at, data = self.members[which].positions, self.members[which].positions.data
        if begin < end:
            first, last = block[begin], block[end - 1]
            decorators: list[ast.expr] = getattr(first, "decorator_list", [])
            line = min([first.lineno, *(item.lineno for item in decorators)])
            start = at.line_start(line)
            stop = at.line_start((last.end_lineno or last.lineno) + 1)
            rest = data[at.end(last) : stop].strip()
            beside = min([at.start(first), *(at.start(item) for item in decorators)])
            if data[start:beside].strip(b" \t\f@") or (rest and not rest.startswith(b"#")):
                return None
            return start, stop
        if begin:
            before = block[begin - 1]
        if before is not None:
            stop = at.line_start((before.end_lineno or before.lineno) + 1)
            rest = data[at.end(before) : stop].strip()
            ended = data[:stop].endswith((b"\n", b"\r"))
            return (stop, stop) if ended and (not rest or rest.startswith(b"#")) else None
        if not block:
            return None
        following = self._run_span(which, block, 0, 1, None)
        return (following[0], following[0]) if following else None

    def _indent(self, node: ast.stmt) -> bytes:
        """How the line of a statement of the first member is indented."""
        at = self.members[0].positions
        line = at.data[at.line_start(node.lineno) :]
        return line[: len(line) - len(line.lstrip(b" \t\f"))]

    # names

    def _are_partners(self, nodes: tuple[ast.Name, ...]) -> bool:
        first = nodes[0].id
        if first in self.apart and nodes[0] not in self.members[0].inside:
            return False
        inside = {node in member.inside for node, member in zip(nodes, self.members, strict=True)}
        if inside == {True}:
            return self._bind([node.id for node in nodes], parameter=False)
        return len(inside) == 1 and all(node.id == first for node in nodes)

    def _bind(self, names: Sequence[object], parameter: bool) -> bool:
        """Whether local names that meet are partners; in the first walk they may become so."""
        if not self.renames or not all(
            isinstance(name, str) and name in member.local for name, member in zip(names, self.members, strict=True)
        ):
            return all(name == names[0] for name in names)
        texts = [str(name) for name in names]
        if self.partner is None:
            for met, name in zip(self.met, texts, strict=True):
                met[texts[0], name] += TOGETHER if parameter else 1
            return True
        return all(partner.get(texts[0]) == name for partner, name in zip(self.partner, texts, strict=True))

    # what is left aside

    def _look_aside(self, field: str, values: list[object]) -> None:
        if field in ("annotation", "returns"):
            texts = {ast.dump(value) if isinstance(value, ast.AST) else "" for value in values}
            if len(texts) > 1:
                self.soft.add("annotation")

    def _comments_differ(self, found: list[_Found]) -> bool:
        """Whether there are other comments in the members, holes left out."""
        if all(b"#" not in m.positions.data[m.start : m.end] for m in self.members):
            return False
        texts = set()
        for which, member in enumerate(self.members):
            inside = [item.spans[which] for item in found]
            comments = [
                text for place, text in _comments(member) if not any(start <= place < end for start, end in inside)
            ]
            texts.add(tuple(comments))
        return len(texts) > 1

    # holes

    def _holes(self, found: list[_Found]) -> Iterator[Hole]:
        together: dict[tuple[object, ...], list[Place]] = {}
        for item in found:
            key = (item.is_run, *("\n".join(map(ast.dump, nodes)) for nodes in item.values))
            together.setdefault(key, []).append(self._place(item))
        for key, places in together.items():
            yield Hole("statements" if key[0] else self._kind(places[0]), tuple(places))

    def _place(self, item: _Found) -> Place:
        values = []
        for member, nodes, (start, end) in zip(self.members, item.values, item.spans, strict=True):
            text = member.text(start, end)
            text = dedented(text, nodes) if item.is_run else text
            values.append(Value(nodes, start, end, text, facts_of(nodes, member.local)))
        return Place(tuple(values), item.header, item.is_run and self._is_last(item), item.indent)

    def _is_last(self, item: _Found) -> bool:
        """Whether in every member nothing comes after it, in the piece's own block."""
        for member, nodes, (_, end) in zip(self.members, item.values, item.spans, strict=True):
            body = member.nodes if member.around is not None else getattr(member.nodes[-1], "body", [])
            own = not nodes or nodes[-1] is (body[-1] if body else None)
            if not own or end < member.end:
                return False
        return True

    def _kind(self, place: Place) -> Kind:
        nodes = [value.nodes[0] for value in place.values]
        if all(map(is_literal, nodes)):
            return "literal"
        names = (
            is_literal(node) or _is_outer_name(node, member.local)
            for node, member in zip(nodes, self.members, strict=True)
        )
        return "name" if all(names) else "expression"


def _answers(item: _Found) -> bool:
    """Whether a hole is of statements that may end the function."""
    return item.is_run and any("return" in facts_of(nodes, frozenset()).doing for nodes in item.values)


def _is_outer_name(node: ast.AST, local: frozenset[str]) -> bool:
    while isinstance(node, ast.Attribute):
        node = node.value
    return isinstance(node, ast.Name) and node.id not in local


def _can_be_hole(node: ast.AST) -> bool:
    if not isinstance(node, ast.expr) or isinstance(node, ast.Starred | ast.Slice | ast.FormattedValue):
        return False
    return isinstance(getattr(node, "ctx", ast.Load()), ast.Load)


def _holds_none(parent: ast.AST, field: str) -> bool:
    """Whether the parts of a field cannot be told apart in the text, or may not be any expression."""
    match parent:
        case ast.JoinedStr() | ast.FormattedValue() | ast.MatchValue() | ast.MatchMapping() | ast.MatchClass():
            return True
        case ast.Constant():
            return True
        case ast.Subscript(slice=ast.Tuple(elts=items)) if field == "slice":
            return any(isinstance(item, ast.Slice | ast.Starred) for item in items)
    return False


def _is_bare_generator(node: ast.AST) -> bool:
    """Whether a call's parentheses are its generator's as well."""
    match node:
        case ast.Call(args=[ast.GeneratorExp() as only], keywords=[]):
            return (only.end_lineno, only.end_col_offset) == (node.end_lineno, node.end_col_offset)
    return False


def _constant(node: ast.Constant) -> tuple[type, str]:
    return type(node.value), repr(node.value)


def _docstring(block: Sequence[ast.stmt]) -> str | None:
    match block[0]:
        case ast.Expr(value=ast.Constant(value=str(text))):
            return text
    return None


def _partners(met: Counter[tuple[str, str]]) -> dict[str, str]:
    """One partner for each name: those that met most often; of several, those that are called alike."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for mine, own in sorted(met, key=lambda pair: (-met[pair], pair[0] != pair[1], pair)):
        if mine not in found and own not in taken:
            found[mine] = own
            taken.add(own)
    return found


COMMENT = re.compile(rb"""(?:[rRbBuUfF]{0,2}(?:\"\"\"(?:\\.|[^\\])*?\"\"\"|'''(?:\\.|[^\\])*?'''|"(?:\\.|[^"\\\r\n])*"|'(?:\\.|[^'\\\r\n])*'))|(\#[^\r\n]*)""", re.DOTALL)  # fmt: skip # noqa: E501


def _comments(member: Member) -> Iterator[tuple[int, bytes]]:
    """The comments among a member's lines, each with its first byte."""
    for match in COMMENT.finditer(member.positions.data, member.start, member.end):
        if match.group(1) is not None:
            yield match.start(1), match.group(1).rstrip()
