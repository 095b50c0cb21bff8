"""What a rule puts in the place of a match: its text with the captured code, as written, in the metavariables' places."""

from __future__ import annotations

import ast
import re
import tokenize
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from io import StringIO

from migrate.python.edits import Edit, newline_of
from migrate.python.source import INSIDE
from migrate.refactoring.rules.matching import Captured, Function, Many, Match, Reading, place
from migrate.refactoring.rules.patterns import (
    INDENT,
    OPENINGS,
    RAW_NEWLINE,
    RESERVED,
    Fragment,
    PatternError,
    many,
    one,
)
from migrate.refactoring.rules.precedence import LAMBDA, PRIMARY, TUPLE, has_brackets, needed, tightness

PRAGMA = re.compile(r"#\s*(?:noqa|type:|pylint:|pragma:|nosec|pyright:|fmt:|isort:|mypy:|ruff:)")
WORD = re.compile(r"\w")


class Unfit(Exception):
    """Why one match cannot be rewritten; the others can."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


@dataclass(frozen=True)
class Hole:
    """A metavariable's place in a replacement."""

    name: str
    many: bool
    parent: ast.AST | None = None
    """The node around it; None where the hole is the whole replacement or only a part of a name."""
    field: str = ""
    at: int = 0
    form: str = "expression"
    """`expression`, `block` (statements on lines of their own), `word` (a part of a name), `f-string`, `parameters`,
    `keywords` (only the keyword arguments) or `positional` (only the others)."""
    bracketed: bool = False
    only: bool = False
    """The only argument of a call."""


@dataclass(frozen=True)
class Dotted:
    """A name that each file spells as its imports have it."""

    dotted: str


Piece = str | Hole | Dotted


class Template:
    """A replacement cut into its text, its metavariables' places and its names. Raises PatternError where one cannot be filled."""

    def __init__(self, to: Fragment, captured: frozenset[str]) -> None:
        self.to = to
        if "_" in to.metavariables or any(many(name) == "_" for name in RESERVED.findall(to.sub)):
            raise PatternError("`$_` keeps nothing: give it a name in the pattern")
        if unknown := sorted(to.metavariables - captured):
            raise PatternError(f"`${unknown[0]}` is not in the pattern")
        self.root = to.nodes[0]
        self.dotted = tuple(dict.fromkeys(to.absolute.values()))
        self.simple = to.shape in ("expression", "decorator") or (
            len(to.nodes) == 1 and "\n" not in to.sub and not isinstance(self.root, tuple(INSIDE))
        )
        self._opening = OPENINGS.get(to.shape, "")
        code = self._opening + to.sub
        self._starts = [0, *(match.end() for match in re.finditer("\n", code))]
        self._lines = code.split("\n")
        self.pieces = self._cut()
        self.blocks = frozenset(
            piece.name for piece in self.pieces if isinstance(piece, Hole) and piece.form == "block"
        )

    def _offset(self, line: int, column: int) -> int:
        """The place in `to.sub` of the parser's line and column."""
        before = self._lines[line - 1].encode()[:column].decode()
        return self._starts[line - 1] + len(before) - len(self._opening)

    def _span(self, node: ast.AST) -> tuple[int, int]:
        return (
            self._offset(node.lineno, node.col_offset),  # type: ignore[attr-defined]
            self._offset(node.end_lineno, node.end_col_offset),  # type: ignore[attr-defined]
        )

    def _cut(self) -> list[Piece]:
        sub = self.to.sub
        strings = [node for node in ast.walk(self.to.tree) if isinstance(node, ast.JoinedStr)]
        quoted = [self._span(node) for node in strings]
        inside = {id(part) for node in strings for part in ast.walk(node) if part is not node}
        names = {
            self._span(node)[0]: node
            for node in ast.walk(self.to.tree)
            if isinstance(node, ast.Name) and RESERVED.match(node.id) and id(node) not in inside
        }
        found: list[tuple[int, int, Piece]] = []
        for node in ast.walk(self.to.tree):
            if dotted := self.to.absolute.get(id(node)):
                if id(node) in inside:
                    raise PatternError(f"`{dotted}` stands in an f-string, where no import can be looked after")
                found.append((*self._span(node), Dotted(dotted)))
        for match in RESERVED.finditer(sub):
            start, end = match.span()
            name = one(match[0]) or many(match[0])
            if start in names:
                found += self._holes(names[start], name, bool(many(match[0])), start, end)
            elif any(left <= start < right for left, right in quoted):
                found.append((start, end, Hole(name, False, form="f-string")))
            else:
                form = "parameters" if many(match[0]) else "word"
                found.append((start, end, Hole(name, bool(many(match[0])), form=form)))
        pieces: list[Piece] = []
        at = 0
        text = self._marked()
        for start, end, piece in sorted(found, key=lambda item: item[:2]):
            pieces += [self._convert(text, at, start), piece]
            at = end
        pieces.append(self._convert(text, at, len(sub)))
        if self.to.shape == "decorator" and isinstance(pieces[0], str):
            pieces[0] = pieces[0].removeprefix("@").lstrip(" ")
        return [piece for piece in pieces if piece != ""]

    def _holes(self, node: ast.Name, name: str, is_many: bool, start: int, end: int) -> list[tuple[int, int, Piece]]:
        parent, field_name, at = self.to.parents[id(node)]
        if node is self.root:
            return [(start, end, Hole(name, is_many))]
        if isinstance(parent, ast.Expr):
            line = self.to.sub[self.to.sub.rfind("\n", 0, start) + 1 : start]
            following = self.to.sub[end : end + 1]
            if line.strip() or following not in ("", "\n"):
                raise PatternError(f"`${name}` stands for statements and needs a line of its own")
            return [(start, end, Hole(name, is_many, parent, form="block"))]
        bracketed = False
        inner: ast.AST = node
        while place := self.to.parents.get(id(inner)):
            bracketed = bracketed or has_brackets(place[0], place[1])
            inner = place[0]
        if isinstance(parent, ast.Call) and field_name == "args":
            only = len(parent.args) == 1 and not parent.keywords
            if is_many and parent.args[at + 1 :]:
                last = self._span(parent.args[-1])[1]
                return [
                    (start, end, Hole(name, True, parent, field_name, at, "positional", True)),
                    (last, last, Hole(name, True, parent, field_name, at, "keywords", True)),
                ]
            return [(start, end, Hole(name, is_many, parent, field_name, at, bracketed=True, only=only))]
        return [(start, end, Hole(name, is_many, parent, field_name, at, bracketed=bracketed))]

    def _marked(self) -> str:
        """The text with its line ends inside strings marked: what follows them is no indentation."""
        frozen: set[int] = set()
        for node in ast.walk(self.to.tree):
            if isinstance(node, ast.JoinedStr | ast.Constant) and getattr(node, "end_lineno", 0) != getattr(
                node, "lineno", 0
            ):
                start, end = self._span(node)
                frozen.update(match.start() for match in re.compile("\n").finditer(self.to.sub, start, end))
        return "".join(RAW_NEWLINE if at in frozen else letter for at, letter in enumerate(self.to.sub))

    @cached_property
    def _unit(self) -> int:
        """How many blanks make a level in this text."""
        found = [len(blanks) for blanks in re.findall(r"\n([ ]+)(?=\S)", self.to.sub)]
        return min(found, default=4)

    def _convert(self, text: str, start: int, end: int) -> str:
        def levels(match: re.Match[str]) -> str:
            blanks = len(match[1].expandtabs(self._unit))
            return "\n" + INDENT * (blanks // self._unit) + " " * (blanks % self._unit)

        return re.sub(r"\n([ \t]*)", levels, text[start:end])


@dataclass
class Filling:
    """Fills templates for one file."""

    reading: Reading
    spelled: Mapping[str, str] = field(default_factory=dict)
    """Dotted name → how this file writes it."""

    def __post_init__(self) -> None:
        self.at = self.reading.module.positions
        self.data = self.at.data
        self.newline = newline_of(self.data).decode()

    def text(self, start: int, end: int) -> str:
        """The file's text between two bytes."""
        return self.at.decode(self.data[start:end])

    def span(self, match: Match) -> tuple[int, int]:
        """The bytes of a match; of a decorator without its `@`."""
        return self.at.start(match.nodes[0]), self.at.end(match.nodes[-1])

    def captured_text(self, captured: Captured) -> str:
        """The captured code as the file writes it."""
        if isinstance(captured, str):
            return captured
        if isinstance(captured, Many):
            return self._listed(captured.nodes, captured) if captured.nodes else ""
        return self.text(self.at.start(captured), self.at.end(captured))

    @cached_property
    def unit(self) -> str:
        """One level of indentation as this file has it."""
        for block in self.reading.blocks:
            first = block[0]
            if first.col_offset:
                outer = self.reading.parents[id(first)][0]
                own = self._indent_of(first)
                around = self._indent_of(outer) if isinstance(outer, ast.stmt) else ""
                if own is not None and around is not None and own.startswith(around) and len(own) > len(around):
                    return own[len(around) :]
        return "    "

    def _indent_of(self, node: ast.AST) -> str | None:
        """What stands before a statement on its line, if only blanks do."""
        line = self.at.line_start(node.lineno)  # type: ignore[attr-defined]
        before = self.text(line, self.at.start(node))
        return before.rpartition("\f")[2] if not before.strip() else None  # a form feed begins the line anew

    # the whole

    def edits(self, template: Template, match: Match) -> list[Edit]:
        """The edits that put the replacement there, and the comments that would be lost above it. Raises Unfit."""
        if template.to.shape == "statements":
            return self._statements(template, match)
        if template.to.shape == "handler":
            start, end = self.span(match)
            indent = self._indent_of(match.nodes[0])
            if indent is None:
                raise Unfit("shares-line", "the handler does not begin its line")
            end = self._end(template, match)
            return [
                *self._kept_comments(template, match),
                self._edit(start, end, self._fill(template, match, indent, "")),
            ]
        return [*self._kept_comments(template, match), self._expression(template, match)]

    def _edit(self, start: int, end: int, text: str) -> Edit:
        return Edit(start, end, self.at.encode(text))

    def _expression(self, template: Template, match: Match) -> Edit:
        node = match.nodes[0]
        start, end = self.span(match)
        line = self.text(self.at.line_start(node.lineno), start)  # type: ignore[attr-defined]
        indent = line[: len(line) - len(line.lstrip())]
        root = template.root
        if isinstance(root, ast.Expr):
            root = root.value
        text = self._fill(template, match, indent, "")
        hold = tightness(root)
        if isinstance(root, ast.Name) and (name := one(root.id)):
            held = match.captures[name]
            hold = tightness(held) if isinstance(held, ast.AST) else PRIMARY
            if hold == TUPLE and self._stands_alone(text):
                hold = PRIMARY
            root = held if isinstance(held, ast.AST) else root
        elif hold == TUPLE and template.to.sub.lstrip().startswith("(") and self._stands_alone(text):
            hold = PRIMARY
        if isinstance(getattr(node, "ctx", None), ast.Store | ast.Del) and not isinstance(
            root, ast.Name | ast.Attribute | ast.Subscript
        ):
            raise Unfit("assigned", "it is assigned to there, which the replacement cannot be")
        parent, field_name, place = self.reading.parents[id(node)]
        grouped = self._is_grouped(parent, field_name, start, end)
        asked = 0 if grouped else needed(parent, field_name, place)
        number = isinstance(root, ast.Constant) and type(root.value) is int and isinstance(parent, ast.Attribute)
        bracketed = grouped or any(has_brackets(up, name) for up, name, _ in self.reading.above(node))
        if hold < asked or (number and not grouped) or (not bracketed and spans_lines(text)):
            text = f"({text})"
        return self._edit(start, end, self._apart(start, end, text))

    def _is_grouped(self, parent: ast.AST, field_name: str, start: int, end: int) -> bool:
        """Whether parentheses that only group stand right around these bytes."""
        if self.data[start - 1 : start] != b"(" or self.data[end : end + 1] != b")":
            return False
        return not (isinstance(parent, ast.Call | ast.ClassDef) and field_name != "func")

    def _apart(self, start: int, end: int, text: str) -> str:
        """The text with a blank where it would run into a word beside it."""
        before = self.text(max(start - 1, 0), start) if start and self.data[start - 1] < 128 else ""
        after = self.text(end, end + 1) if end < len(self.data) and self.data[end] < 128 else ""
        if WORD.match(before) and (WORD.match(text) or text[:1] in "\"'"):
            text = f" {text}"
        if WORD.match(after) and WORD.match(text[-1:]):
            text = f"{text} "
        return text

    def _stands_alone(self, text: str) -> bool:
        """Whether the text of a tuple has parentheses of its own."""
        try:
            call = ast.parse(f"f({text})", mode="eval").body
        except (SyntaxError, ValueError):
            return False
        return isinstance(call, ast.Call) and len(call.args) == 1

    # statements

    def _statements(self, template: Template, match: Match) -> list[Edit]:
        first, last = match.nodes[0], match.nodes[-1]
        start, end = self.span(match)
        indent = self._indent_of(first)
        comments = self._kept_comments(template, match)
        after = self.text(end, self.at.line_start(last.end_lineno + 1))  # type: ignore[attr-defined]
        end = self._end(template, match)
        alone = not after.strip() or after.lstrip().startswith("#")
        if (
            isinstance(first, Function | ast.ClassDef)
            and first.decorator_list
            and not isinstance(template.root, type(first))
        ):
            raise Unfit("decorated", "it has decorators, for which the replacement has no place")
        if indent is not None and (alone or template.simple):
            text = self._fill(template, match, indent, indent)
            return [*comments, self._edit(start, end, text.removeprefix(indent))]
        line = self.text(self.at.line_start(first.lineno), start)  # type: ignore[attr-defined]
        base = line[: len(line) - len(line.lstrip())]
        text = self._fill(template, match, base + self.unit, "")
        if template.simple and "\n" not in text:
            return [*comments, self._edit(start, end, text)]
        block = self._block_of(first)
        if not alone or block[0] is not first or indent is not None:
            raise Unfit("shares-line", "it shares its line with other statements")
        gap = len(line) - len(line.rstrip())
        text = self.newline + base + self.unit + text.removeprefix(base + self.unit)
        return [*comments, self._edit(start - gap, end, text)]

    def _end(self, template: Template, match: Match) -> int:
        """The byte after the match; the comment behind a block that is put elsewhere goes with it."""
        ends = [stop for name in template.blocks for _, stop in self._spans(match.captures[name])]
        return max([self.span(match)[1], *ends])

    def _block_of(self, node: ast.AST) -> list[ast.stmt]:
        parent, field_name, _ = self.reading.parents[id(node)]
        found: list[ast.stmt] = getattr(parent, field_name)
        return found

    def removal(self, match: Match) -> list[Edit]:
        """The edits that take a match away: whole lines, `pass` where a block would be empty. Raises Unfit."""
        first, last = match.nodes[0], match.nodes[-1]
        start, end = self.span(match)
        parent, field_name, _ = self.reading.parents[id(first)]
        if isinstance(first, ast.expr):
            if field_name == "decorator_list":
                line = self.at.line_start(first.lineno)
                stop = self.at.line_start((first.end_lineno or first.lineno) + 1)
                if self.text(line, start).strip() != "@":
                    raise Unfit("shares-line", "the decorator shares its line")
                kept = self._comment_after(end, stop, self.text(line, start).partition("@")[0])
                return [self._edit(line, stop, kept)]
            if not isinstance(parent, ast.Expr):
                raise Unfit("value-used", "its value is used there")
            return self.removal(Match((parent,), match.captures))
        block = self._block_of(first)
        if isinstance(first, ast.ExceptHandler) and len(block) == 1 and not getattr(parent, "finalbody", None):
            raise Unfit("last-handler", "a `try` needs a handler")
        if isinstance(first, Function | ast.ClassDef) and first.decorator_list:
            start = self.at.start(first.decorator_list[0])
            start = self.data.rfind(b"@", 0, start)
        if (
            len(match.nodes) == len(block)
            and not isinstance(first, ast.ExceptHandler | None)
            and not isinstance(parent, ast.Module)
        ):
            return [self._edit(start, end, "pass")]
        line = self.at.line_start(self.at.line_of(start))
        stop = self.at.line_start(last.end_lineno + 1)  # type: ignore[attr-defined]
        before, after = self.text(line, start), self.text(end, stop)
        if not before.strip() and (not after.strip() or after.lstrip().startswith("#")):
            own = isinstance(getattr(last, "body", None), list) and last.end_lineno != last.lineno  # type: ignore[attr-defined]
            if own and isinstance(last, Function | ast.ClassDef) and first is not block[0]:
                line = self._blank_above(line)
            return [self._edit(line, stop, "" if own else self._comment_after(end, stop, before))]
        if following := re.match(r"\s*;[ \t]*", after):
            return [Edit(start, end + len(self.at.encode(following[0])), b"")]
        if found := re.search(r"[ \t]*;\s*\Z", before):
            return [Edit(start - len(self.at.encode(found[0])), end, b"")]
        raise Unfit("shares-line", "it shares its line with other code")

    def _blank_above(self, line: int) -> int:
        """Where the blank lines above that line begin."""
        while 0 < (start := self.data.rfind(b"\n", 0, line - 1) + 1) < line and not self.data[start:line].strip():
            line = start
        return line

    def _comment_after(self, end: int, stop: int, indent: str) -> str:
        """The comment behind what goes, as a line of its own, unless it speaks to a tool."""
        rest = self.text(end, stop)
        comment = rest.strip()
        if not comment.startswith("#") or PRAGMA.match(comment):
            return ""
        return indent + comment + rest[len(rest.rstrip()) :]

    # comments

    @cached_property
    def _comments(self) -> list[tuple[int, int]]:
        """The bytes of every comment of the file, in order."""
        found = []
        text = self.reading.module.source.text
        try:
            for token in tokenize.generate_tokens(StringIO(text).readline):
                if token.type == tokenize.COMMENT:
                    line, column = token.start
                    start = self.at.offset(line, len(token.line[:column].encode()))
                    found.append((start, start + len(self.at.encode(token.string))))
        except (tokenize.TokenError, SyntaxError, IndentationError) as error:
            raise Unfit("comment-lost", f"its comments cannot be told: {error}") from error
        return found

    def _kept_comments(self, template: Template, match: Match) -> list[Edit]:
        """The comments in the match that are in no captured code, as lines above its statement."""
        start, end = self.span(match)
        if b"#" not in self.data[start:end]:
            return []
        spans = [span for held in match.captures.values() for span in self._spans(held)]
        first = bisect_right(self._comments, (start, 0))
        lost = [
            self.text(*comment)
            for comment in self._comments[first:]
            if comment[0] < end and not any(left <= comment[0] < right for left, right in spans)
        ]
        lost = [text for text in lost if not PRAGMA.match(text)]
        if not lost:
            return []
        node = match.nodes[0]
        above = [node, *(parent for parent, _, _ in self.reading.above(node))]
        statement = next(item for item in above if isinstance(item, ast.stmt | ast.ExceptHandler))
        indent = self._indent_of(statement)
        decorators = getattr(statement, "decorator_list", ())
        if indent is None or decorators:
            raise Unfit("comment-lost", f"there is no place for the comment `{lost[0]}`")
        line = self.at.line_start(statement.lineno)
        return [self._edit(line, line, "".join(f"{indent}{text}{self.newline}" for text in lost))]

    def _spans(self, captured: Captured) -> list[tuple[int, int]]:
        if isinstance(captured, str):
            return []
        if isinstance(captured, Many):
            nodes = captured.nodes
            if not nodes:
                return []
            if isinstance(nodes[0], ast.arguments):
                return [self._parameters(nodes[0])]
            if isinstance(nodes[0], ast.stmt):
                return [self._block_span(nodes)]
            return [(self.at.start(nodes[0]), self.at.end(nodes[-1]))]
        if isinstance(captured, ast.stmt):
            return [self._block_span((captured,))]
        return [(self.at.start(captured), self.at.end(captured))]

    # the text of a replacement

    def _fill(self, template: Template, match: Match, indent: str, lead: str) -> str:
        """The template's text with its holes filled; its lines begin with `indent`, the first one with `lead`."""
        out: list[str] = [lead]
        pieces = template.pieces
        skip = ""
        for count, piece in enumerate(pieces):
            if isinstance(piece, str):
                text = piece
                if skip and (found := re.match(r"\s*,\s*", text)):
                    if skip == "tuple":
                        raise Unfit("empty", "a tuple would lose its first elements")
                    text = text[found.end() :]
                elif skip:
                    _strip_comma(out, skip)
                skip = ""
                text = text.replace("\n", self.newline + indent).replace(INDENT, self.unit)
                out.append(text.replace(RAW_NEWLINE, self.newline))
            elif isinstance(piece, Dotted):
                out.append(self.spelled[piece.dotted])
            elif piece.form == "block":
                self._fill_block(out, piece, match, indent)
            else:
                text = self._hole(piece, match.captures[piece.name])
                if piece.form == "keywords":
                    out.append(f", {text}" if text else "")
                elif text or not piece.many:
                    out.append(text)
                elif piece.form != "parameters" and not isinstance(piece.parent, ast.Expr):
                    if isinstance(piece.parent, ast.Set):
                        raise Unfit("empty", "a set would lose its elements")
                    follows = pieces[count + 1] if count + 1 < len(pieces) else ""
                    skip = "tuple" if isinstance(piece.parent, ast.Tuple) else "list"
                    if not isinstance(follows, str):
                        _strip_comma(out, skip)
                        skip = ""
        if skip:
            _strip_comma(out, skip)
        return "".join(out)

    def _fill_block(self, out: list[str], hole: Hole, match: Match, indent: str) -> None:
        before = out.pop() if out else ""
        cut = before.rfind("\n") + 1
        own = before[cut:]
        out.append(before[:cut])
        captured = match.captures[hole.name]
        nodes = captured.nodes if isinstance(captured, Many) else (captured,)
        if not nodes:
            out.append(f"{own}pass")
        elif isinstance(nodes[0], ast.stmt):
            out.append(self._moved_block(nodes, own))
        else:
            out.append(own + self.captured_text(captured))

    def _moved_block(self, nodes: tuple[ast.AST | str, ...], indent: str) -> str:
        """Statements with the comments above and behind them, at another indentation; lines inside strings stay."""
        statements = [node for node in nodes if isinstance(node, ast.stmt)]
        start, end = self._block_span(tuple(statements))
        first = statements[0]
        old = self._indent_of(first)
        if old is None:
            return indent + self.text(start, end)
        frozen: set[int] = set()
        for node in (part for statement in statements for part in ast.walk(statement)):
            if isinstance(node, ast.JoinedStr | ast.Constant):
                frozen.update(range(node.lineno + 1, (node.end_lineno or node.lineno) + 1))
        out = []
        for count, line in enumerate(self.text(start, end).splitlines(keepends=True), self.at.line_of(start)):
            moved = (
                line if count in frozen or not line.startswith(old) or not line.strip() else indent + line[len(old) :]
            )
            out.append(moved)
        return "".join(out)

    def _block_span(self, nodes: tuple[ast.AST, ...]) -> tuple[int, int]:
        """Neighbouring statements, from the comments above the first to the comment behind the last."""
        first, last = nodes[0], nodes[-1]
        assert isinstance(first, ast.stmt)
        start = self.at.start(first)
        end = self.at.end(last)
        rest = self.text(end, self.at.line_start(last.end_lineno + 1))  # type: ignore[attr-defined]
        if rest.lstrip().startswith("#"):
            end += len(self.at.encode(rest.rstrip()))
        if self._indent_of(first) is None:
            return start, end
        parent, field_name, place = self.reading.parents[id(first)]
        above = getattr(parent, "lineno", 0)
        if place:
            above = getattr(parent, field_name)[place - 1].end_lineno
        decorators: list[ast.expr] = getattr(first, "decorator_list", [])
        top = min([first.lineno, *(item.lineno for item in decorators)])
        line = top
        while line - 1 > above:
            text = self.text(self.at.line_start(line - 1), self.at.line_start(line)).strip()
            if text and not text.startswith("#"):
                break
            line -= 1
            top = line if text else top
        return self.at.line_start(top), end

    def _hole(self, hole: Hole, captured: Captured) -> str:
        if hole.form == "word":
            if isinstance(captured, ast.Name):
                return captured.id
            if not isinstance(captured, str):
                raise Unfit("no-name", f"`${hole.name}` is no plain name there")
            return captured
        if isinstance(captured, str):
            return captured
        if isinstance(captured, Many):
            return self._listed(captured.nodes, captured, hole)
        if isinstance(captured, ast.stmt):
            raise Unfit("no-expression", f"`${hole.name}` is a statement there")
        sliced = isinstance(captured, ast.Tuple) and any(isinstance(item, ast.Slice) for item in captured.elts)
        if sliced and not isinstance(hole.parent, ast.Subscript):
            raise Unfit("slice", f"`${hole.name}` holds a slice there")
        text = self.captured_text(captured)
        if hole.form == "f-string":
            if re.search(r"['\"\\\n\r#{}]", text) or tightness(captured) <= LAMBDA:
                raise Unfit("f-string", f"`{_cut_short(text)}` cannot stand in an f-string")
            return text
        if hole.parent is None:
            return text
        if isinstance(captured, ast.GeneratorExp) and hole.only:
            return text[1:-1] if text.startswith("(") else text
        hold = tightness(captured)
        if hold == TUPLE and self._stands_alone(text):
            hold = PRIMARY
        number = (
            isinstance(captured, ast.Constant)
            and type(captured.value) is int
            and isinstance(hole.parent, ast.Attribute)
        )
        if hold < needed(hole.parent, hole.field, hole.at) or number or (not hole.bracketed and spans_lines(text)):
            return f"({text})"
        return text

    def _listed(self, nodes: tuple[ast.AST, ...], captured: Many, hole: Hole | None = None) -> str:
        """Several arguments, elements or parameters as the file writes them, with what stands between."""
        if hole is not None and hole.form in ("keywords", "positional"):
            wanted = hole.form == "keywords"
            nodes = tuple(node for node in nodes if isinstance(node, ast.keyword) == wanted)
        if not nodes:
            return ""
        if isinstance(nodes[0], ast.arguments):
            return self.text(*self._parameters(nodes[0]))
        if isinstance(nodes[0], ast.stmt):
            return self.text(*self._block_span(nodes))
        if hole is not None and hole.parent is not None:
            self._check_listed(nodes, hole)
        if hole is not None and hole.only and len(nodes) == 1 and isinstance(nodes[0], ast.GeneratorExp):
            text = self.text(self.at.start(nodes[0]), self.at.end(nodes[0]))
            return text[1:-1] if text.startswith("(") else text
        spans = [self._grouped(node, captured.within) for node in nodes]
        siblings = _siblings(captured.within)
        places = [siblings.index(node) for node in nodes if node in siblings]
        together = len(places) == len(nodes) and places == list(range(places[0], places[0] + len(places)))
        text = self.text(spans[0][0], spans[-1][1]) if together else ", ".join(self.text(*span) for span in spans)
        if hole is not None and not hole.bracketed and spans_lines(text):
            raise Unfit("several-lines", f"`$$${hole.name}` goes over several lines there")
        return text

    def _check_listed(self, nodes: tuple[ast.AST, ...], hole: Hole) -> None:
        keywords = [node for node in nodes if isinstance(node, ast.keyword)]
        if keywords and not isinstance(hole.parent, ast.Call | ast.ClassDef):
            raise Unfit("keyword", f"`$$${hole.name}` holds keyword arguments, which cannot stand there")
        own = {item.arg for item in getattr(hole.parent, "keywords", ()) if isinstance(item, ast.keyword) and item.arg}
        if twice := [item.arg for item in keywords if item.arg in own]:
            raise Unfit("keyword", f"`{twice[0]}=` would be given twice")

    def _grouped(self, node: ast.AST, within: ast.AST | None) -> tuple[int, int]:
        """The bytes of an argument or element with the parentheses that group it."""
        start, end = self.at.start(node), self.at.end(node)
        low = 0
        if isinstance(within, ast.Call):
            low = self.data.find(b"(", self.at.end(within.func)) + 1
        while True:
            left, right = start - 1, end
            while left >= 0 and self.data[left : left + 1].isspace():
                left -= 1
            while self.data[right : right + 1].isspace():
                right += 1
            if left < low or self.data[left : left + 1] != b"(" or self.data[right : right + 1] != b")":
                return start, end
            if isinstance(within, ast.ClassDef):
                return start, end
            start, end = left, right + 1

    def _parameters(self, node: ast.arguments) -> tuple[int, int]:
        """The bytes between the parentheses of a definition."""
        owner = self.reading.parents[id(node)][0]
        if not isinstance(owner, Function):
            raise Unfit("parameters", "only the parameters of a `def` can be kept as they are")
        _, start = self.at.definition_span(owner)
        for parameter in getattr(owner, "type_params", ()):
            start = self.at.end(parameter)
        start = self.data.index(b"(", start) + 1
        inside = [part for part in ast.walk(node) if hasattr(part, "lineno")]
        last = max([start, *(self.at.end(part) for part in inside)])
        comments = [span for span in self._comments if span[0] >= last]
        while True:
            closing = self.data.index(b")", last)
            if not any(left <= closing < right for left, right in comments):
                break
            last = closing + 1
        depth_end = closing
        first = owner.body[0]
        limit = self.at.start(owner.returns) if owner.returns else self.at.start(first)
        while depth_end < limit:  # parentheses around a default
            following = self.data[depth_end + 1 : limit].lstrip()
            if not following.startswith((b")", b",")):
                break
            depth_end = self.data.index(b")", depth_end + 1)
        return start, depth_end


def _siblings(within: ast.AST | None) -> list[ast.AST]:
    """The arguments or elements of a node in the order of the text."""
    found: list[ast.AST] = []
    match within:
        case ast.Call(args=args, keywords=keywords) | ast.ClassDef(bases=args, keywords=keywords):
            found = [*args, *keywords]
        case ast.Tuple(elts=items) | ast.List(elts=items) | ast.Set(elts=items):
            found = [*items]
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            found = [*names]
        case ast.Delete(targets=targets) | ast.Assign(targets=targets):
            found = [*targets]
    return sorted(found, key=place)


def _strip_comma(out: list[str], kind: str) -> None:
    """Take away the comma before an empty `$$$`; a tuple keeps it, for it may make the tuple."""
    last = next((at for at in range(len(out) - 1, -1, -1) if out[at]), None)
    if last is not None:
        out[last] = re.sub(r",\s*\Z", "," if kind == "tuple" else "", out[last])


def _cut_short(text: str) -> str:
    first = text.splitlines()[0]
    return first if len(first) == len(text) < 60 else f"{first[:57]}…"


def spans_lines(text: str) -> bool:
    """Whether an expression breaks its lines where no brackets of its own hold it together."""
    if "\n" not in text and "\r" not in text:
        return False
    try:
        body = ast.parse(text.strip()).body
    except (SyntaxError, ValueError):
        return True
    return len(body) != 1
