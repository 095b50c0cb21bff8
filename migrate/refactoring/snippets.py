"""Puts a piece of code from the plan at a named place of a Python file, takes one away, or puts one in its stead."""

from __future__ import annotations

import ast
import hashlib
import re
import textwrap
import tokenize
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from inspect import cleandoc
from io import StringIO
from pathlib import PurePosixPath

from migrate.errors import MigrateError, nearest
from migrate.model import Location, Removal
from migrate.python.edits import LINE_END, Edit
from migrate.refactoring.draft import Draft
from migrate.refactoring.refused import Refused
from migrate.refactoring.rules.imports_needed import ImportsNeeded, without
from migrate.refactoring.rules.matching import Reading
from migrate.refactoring.rules.replacing import Filling
from migrate.refactoring.symbols import Symbol, find_module, find_symbol, is_name
from migrate.refactoring.units import units_of
from migrate.references.names import Module
from migrate.workspace import check_inside

BLANK_LINES = re.compile(rb"(?:[ \t\f]*(?:\r\n|\r|\n))+")
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
Import = ast.Import | ast.ImportFrom


@dataclass(frozen=True)
class Proof:
    """What the plan's author saw at the place: its text, or the beginning of its SHA-256."""

    text: str | None = None
    digest: str = ""

    def check(self, text: str, where: Location) -> None:
        """Raise Refused where something else stands there now."""
        found = digest(text)
        if self.text is not None and plain(self.text) != plain(text) and not _is_same(self.text, text):
            raise Refused(
                "changed", f"{where} is not what `was` says", f"its text has the digest {found[:16]} now", where
            )
        if self.digest and not found.startswith(self.digest.removeprefix("sha256:")):
            raise Refused(
                "changed", f"{where} has the digest {found[:16]}, not {self.digest}", "look at it again", where
            )


def plain(text: str) -> str:
    """The text without its common indentation, its outer blank lines, and the ways in which lines end."""
    lines = [line.rstrip() for line in re.split(r"\r\n|\r|\n", text)]
    first = lines[0]
    rest = textwrap.dedent("\n".join(lines[1:]))
    whole = textwrap.dedent("\n".join(lines))
    if first[:1].strip() and rest != "\n".join(lines[1:]) and not _is_block(whole):
        whole = f"{first}\n{rest}"
    return whole.strip("\n")


def _is_block(text: str) -> bool:
    try:
        ast.parse(text)
    except (SyntaxError, ValueError):
        return False
    return True


def _is_same(one: str, other: str) -> bool:
    """Whether two texts are equal code, for strings that reach further left than the code around them."""
    try:
        bodies = [_body(one), _body(other)]
    except (SyntaxError, ValueError):
        return False
    return same_code(*bodies)


def _body(text: str) -> list[ast.stmt]:
    """The statements of a text that may be indented as a whole."""
    if text[:1] not in (" ", "\t"):
        return ast.parse(text).body
    [around] = ast.parse(f"if 1:\n{text}").body
    return around.body if isinstance(around, ast.If) else []


def digest(text: str) -> str:
    """The SHA-256 of the text as `plain` has it."""
    return hashlib.sha256(plain(text).encode()).hexdigest()


class Code:
    """A piece of Python from a plan. Raises ValueError where it is none."""

    def __init__(self, text: str) -> None:
        self.text = plain(text)
        try:
            self.tree = ast.parse(self.text)
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            line = getattr(error, "lineno", None) or 1
            raise ValueError(f"is not Python: {getattr(error, 'msg', None) or error} (line {line})") from error

    @property
    def begins_with_a_comment(self) -> bool:
        """Whether it brings the comments above its first statement."""
        return self.text.startswith("#")

    @cached_property
    def names(self) -> dict[str, ast.stmt]:
        """The names that its statements define, each with the statement."""
        found: dict[str, ast.stmt] = {}
        for node in self.tree.body:
            if isinstance(node, Definition):
                found[node.name] = node
            elif isinstance(node, ast.Assign | ast.AnnAssign):
                for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                    if isinstance(target, ast.Name):
                        found[target.id] = node
        return found

    def at(self, indent: str, unit: str, newline: str) -> str:
        """Its lines with that indentation, in the file's own style; lines inside strings stay, but for docstrings."""
        frozen = lines_in_strings(self.text)
        for node in docstrings(self.tree):
            frozen.difference_update(range(node.lineno + 1, (node.end_lineno or node.lineno) + 1))
        lines = self.text.split("\n")
        blanks = [
            len(line) - len(line.lstrip(" ")) for n, line in enumerate(lines, 1) if n not in frozen and line.strip()
        ]
        own = min((count for count in blanks if count), default=4)
        out = []
        for number, line in enumerate(lines, 1):
            if number in frozen:
                out.append(line)
            elif not line.strip():
                out.append("")
            else:
                count = len(line) - len(line.lstrip(" "))
                levels, rest = divmod(count, own)
                out.append(indent + unit * levels + " " * rest + line[count:])
        return newline.join(out)


def lines_in_strings(text: str) -> set[int]:
    """The numbers of the lines that begin inside a string. Pieces of a string on lines of their own are none."""
    found: set[int] = set()
    opened: list[int] = []
    for token in tokenize.generate_tokens(StringIO(text).readline):
        kind = tokenize.tok_name[token.type]
        if kind == "STRING":
            found.update(range(token.start[0] + 1, token.end[0] + 1))
        elif kind == "FSTRING_START":  # from Python 3.12 on
            opened.append(token.start[0])
        elif kind == "FSTRING_END":
            found.update(range(opened.pop() + 1, token.end[0] + 1))
    return found


def docstrings(tree: ast.AST) -> Iterator[ast.Constant]:
    """The docstrings of the definitions in a tree."""
    for node in ast.walk(tree):
        match node:
            case (
                ast.FunctionDef(body=[ast.Expr(value=ast.Constant(value=str()) as text), *_])
                | ast.AsyncFunctionDef(body=[ast.Expr(value=ast.Constant(value=str()) as text), *_])
                | ast.ClassDef(body=[ast.Expr(value=ast.Constant(value=str()) as text), *_])
            ):
                yield text


def same_code(one: Sequence[ast.AST], other: Sequence[ast.AST]) -> bool:
    """Whether two runs of statements are equal code, whatever the indentation of their docstrings."""
    return len(one) == len(other) and [_dump(node) for node in one] == [_dump(node) for node in other]


def _dump(node: ast.AST) -> str:
    if next(docstrings(node), None) is not None:
        node = deepcopy(node)
        for text in docstrings(node):
            text.value = cleandoc(str(text.value))
    return ast.dump(node)


class Spot:
    """A place in one module that can be edited: the block of a module, class or function."""

    def __init__(self, draft: Draft, module: Module) -> None:
        self.draft = draft
        self.module = module
        self.at = module.positions
        self.reading = Reading(draft.index.names, module)
        self.filling = Filling(self.reading)
        self.newline = self.filling.newline

    def edit(self, start: int, end: int, text: str) -> None:
        self.draft.edit(self.module.path, Edit(start, end, self.at.encode(text)))

    def statements(self, symbol: Symbol) -> list[ast.stmt]:
        """The statements that bind a symbol, in order. Raises Refused where one of them binds something else too."""
        found: list[ast.stmt] = []
        for node in symbol.nodes:
            above = [node, *(parent for parent, _, _ in self.reading.above(node))]
            statement = next(item for item in above if isinstance(item, ast.stmt))
            if isinstance(statement, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and statement is not node:
                raise Refused(
                    "no-definition", f"`{symbol.dotted}` is bound in an expression", "name a definition", symbol.where
                )
            if statement not in found:
                found.append(statement)
        return sorted(found, key=lambda item: item.lineno)

    def block(self, node: ast.AST) -> list[ast.stmt]:
        """The statements among which one stands."""
        parent, field_name, _ = self.reading.parents[id(node)]
        found: list[ast.stmt] = getattr(parent, field_name)
        return found

    def span(self, node: ast.stmt, comments: bool) -> tuple[int, int]:
        """The bytes of a statement with its decorators, and with the comments right above it where asked."""
        decorators: list[ast.expr] = getattr(node, "decorator_list", [])
        top = min([node.lineno, *(item.lineno for item in decorators)])
        start = self.at.line_start(top) if decorators else self.at.start(node)
        if self.filling.text(self.at.line_start(top), start).strip():
            raise Refused(
                "shares-line", f"{self.where(node)} shares its line", "give it a line of its own", self.where(node)
            )
        start = self.at.line_start(top)
        while comments and top > 1:
            line = self.filling.text(self.at.line_start(top - 1), start)
            if not line.lstrip().startswith("#") or line.startswith("#!"):
                break
            top -= 1
            start = self.at.line_start(top)
        return start, self.at.end(node)

    def where(self, node: ast.AST) -> Location:
        return Location(self.module.path, getattr(node, "lineno", 1))

    def text(self, node: ast.stmt, comments: bool) -> str:
        return self.filling.text(*self.span(node, comments))

    def indent(self, node: ast.stmt) -> str:
        """The blanks before a statement's first line."""
        start, _ = self.span(node, False)
        line = self.filling.text(start, self.at.end(node))
        return line[: len(line) - len(line.lstrip(" \t\f"))]

    def line_end(self, offset: int) -> int:
        """The end of the line in which the byte lies, its line end not included. Raises Refused where code follows."""
        stop = self.at.line_start(self.at.line_of(offset) + 1)
        rest = self.filling.text(offset, stop)
        if rest.strip() and not rest.lstrip().startswith("#"):
            where = Location(self.module.path, self.at.line_of(offset))
            raise Refused("shares-line", f"{where} holds other code too", "give it a line of its own", where)
        return stop - len(rest) + len(rest.rstrip("\r\n"))


def imports_of(body: Sequence[ast.stmt]) -> list[Import]:
    """The statements, all of them imports without a star. Raises ValueError for anything else."""
    found = [node for node in body if isinstance(node, Import)]
    if len(found) != len(body) or any(alias.name == "*" for node in found for alias in node.names):
        raise ValueError("`code` must be import statements without a star")
    return found


def present(block: Sequence[ast.stmt], code: Code) -> bool:
    """Whether the code's statements stand next to each other in the block."""
    count = len(code.tree.body)
    return count > 0 and any(
        same_code(block[start : start + count], code.tree.body) for start in range(len(block) - count + 1)
    )


class Snippet:
    """One action on one Python file of a draft."""

    def __init__(self, draft: Draft, code: Code | None, proof: Proof) -> None:
        self.draft = draft
        self.index = draft.index
        self._code = code
        self.proof = proof

    @property
    def code(self) -> Code:
        """The code to put there."""
        if self._code is None:
            raise MigrateError("the step has no `code`", "give `code` or `code_file`")
        return self._code

    def spot(self, dotted: str) -> tuple[Spot, Symbol | None]:
        """The module of that name, or the symbol with its module. Raises Refused with the nearest three."""
        if self.index.names.is_module(dotted) and self.index.names.paths.get(dotted):
            return self._spot(find_module(self.index, dotted)), None
        symbol = find_symbol(self.index, dotted)
        return self._spot(symbol.module), symbol

    def in_file(self, path: PurePosixPath) -> tuple[Spot, Symbol | None]:
        """The module in that file."""
        if not self.draft.workspace.exists(path):
            known = [str(item) for item in self.draft.workspace.python_files()]
            raise Refused(
                "no-such-file", f"{path} is not there", nearest(str(path), known, "give a path below the root")
            )
        return self._spot(self.index.names.file(path)), None

    def _spot(self, module: Module) -> Spot:
        try:
            module.bindings  # noqa: B018 (parses it)
        except SyntaxError as error:
            where = Location(module.path, error.lineno or 1)
            raise Refused("syntax-error", f"{module.path} cannot be parsed", "mend the file first", where) from error
        return Spot(self.draft, module)

    # insert

    def insert(self, spot: Spot, symbol: Symbol | None, after: bool) -> None:
        """Put the code before or after a definition."""
        if symbol is None:
            raise Refused(
                "no-definition",
                f"`{spot.module.name or spot.module.path}` is a module",
                'name a definition in it, or say `action = "append"`',
            )
        nodes = spot.statements(symbol)
        node = nodes[-1] if after else nodes[0]
        block = spot.block(node)
        if self._is_done(spot, block):
            return
        self.proof.check(spot.text(node, self.code.begins_with_a_comment), spot.where(node))
        indent = spot.indent(node)
        start, end = spot.span(node, True)
        text = self._put(spot, indent)
        place = block.index(node)
        if after:
            stop = spot.line_end(end)
            gap = self._gap(spot, node, self.code.tree.body[0], indent)
            spot.edit(stop, stop, spot.newline * (gap + 1) + text)
        else:
            gap = self._gap(spot, self.code.tree.body[-1], node, indent)
            lead = "" if place == 0 else self._missing_above(spot, start, block[place - 1], indent)
            spot.edit(start, start, lead + text + spot.newline * (gap + 1))

    def _gap(self, spot: Spot, above: ast.stmt, below: ast.stmt, indent: str) -> int:
        """How many blank lines belong between two statements."""
        if isinstance(above, Definition) or isinstance(below, Definition):
            return 1 if indent else 2
        docstring = above is spot.module.source.tree.body[0] and ast.get_docstring(spot.module.source.tree) is not None
        imports = isinstance(above, Import) and not indent and not isinstance(below, Import)
        return 1 if docstring or imports else 0

    def _missing_above(self, spot: Spot, start: int, previous: ast.stmt, indent: str) -> str:
        """The blank lines that are missing above code which goes to `start`."""
        wanted = self._gap(spot, previous, self.code.tree.body[0], indent)
        between = spot.filling.text(spot.at.end(previous), start)
        there = len(re.findall(r"(?:\r\n|\r|\n)[ \t]*(?=\r|\n)", between))
        return spot.newline * max(0, wanted - there)

    def append(self, spot: Spot, symbol: Symbol | None) -> None:
        """Put the code at the end of a module (before its `__main__` block), class or function."""
        if symbol is None:
            self._append_to_module(spot)
            return
        node = self._definition(spot, symbol)
        if self._is_done(spot, node.body):
            return
        last = node.body[-1]
        if (
            last.lineno == node.lineno
            or spot.filling.text(spot.at.line_start(last.lineno), spot.at.start(last)).strip()
        ):
            where = spot.where(last)
            raise Refused(
                "shares-line", f"{where} has its body on the line of its head", "break that line first", where
            )
        first = node.body[0]
        indent = spot.indent(first)
        text = self._put(spot, indent)
        filler = len(node.body) == 1 and isinstance(first, ast.Pass)
        ellipsis = len(node.body) == 1 and isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
        if filler or (ellipsis and isinstance(first, ast.Expr) and getattr(first.value, "value", "") is ...):
            spot.edit(spot.at.line_start(first.lineno), spot.at.end(first), text)
            return
        stop = spot.line_end(spot.at.end(last))
        spot.edit(stop, stop, spot.newline * (self._gap(spot, last, self.code.tree.body[0], indent) + 1) + text)

    def _append_to_module(self, spot: Spot) -> None:
        body = spot.module.source.tree.body
        if self._is_done(spot, body):
            return
        text = self.code.at("", spot.filling.unit, spot.newline)
        data = spot.at.data
        units = units_of(spot.module)
        main = next((unit for unit in units if unit.kind == "main"), None)
        if main:
            previous = body[body.index(main.statements[0]) - 1] if main.statements[0] is not body[0] else None
            start, _ = spot.span(main.statements[0], True)
            lead = self._missing_above(spot, start, previous, "") if previous else ""
            spot.edit(start, start, lead + text + spot.newline * 3)
            return
        tail = data[len(data.rstrip(b" \t\r\n\f")) :].decode("latin-1") if data.strip() else ""
        stop = len(data)
        gap = self._gap(spot, body[-1], self.code.tree.body[0], "") if body else 0
        there = len(re.findall(r"\r\n|\r|\n", tail))
        lead = spot.newline * max(0, gap + 1 - there) if data.strip() else ""
        spot.edit(stop, stop, lead + text + spot.newline)

    def _definition(self, spot: Spot, symbol: Symbol) -> Definition:
        nodes = [node for node in symbol.nodes if isinstance(node, Definition)]
        if len(nodes) != 1:
            raise Refused(
                "no-definition", f"`{symbol.dotted}` is no single function or class", "name one", symbol.where
            )
        return nodes[0]

    def _is_done(self, spot: Spot, block: Sequence[ast.stmt]) -> bool:
        """Whether the code stands in the block. Raises Refused where one of its names means something else there."""
        code = self.code
        if present(block, code):
            self.draft.note(f"{spot.module.path}: the code is there already")
            return True
        there: dict[str, ast.stmt] = {}
        for node in block:
            if isinstance(node, Definition):
                there[node.name] = node
        for name in code.names:
            if name in there:
                where = spot.where(there[name])
                raise Refused(
                    "name-taken", f"{where} defines another `{name}`", "replace that one, or take another name", where
                )
        return False

    # replace and delete

    def replace(self, spot: Spot, symbol: Symbol) -> None:
        """Put the code in the place of a definition, its decorators included; comments above it stay unless the code has some."""
        nodes = spot.statements(symbol)
        comments = self.code.begins_with_a_comment
        block = spot.block(nodes[0])
        if present(block, self.code) and spot.text(nodes[0], comments) == self._put(spot, spot.indent(nodes[0])):
            self.draft.note(f"`{symbol.dotted}` is so already")
            return
        self._alone(spot, symbol, nodes)
        node = nodes[0]
        self.proof.check(spot.text(node, comments), spot.where(node))
        for name in self.code.names:
            other = [item for item in block if isinstance(item, Definition) and item.name == name and item not in nodes]
            if other and name != symbol.name:
                where = spot.where(other[0])
                raise Refused("name-taken", f"{where} defines another `{name}`", "take another name", where)
        start, end = spot.span(node, comments)
        spot.edit(start, end, self._put(spot, spot.indent(node)))

    def _put(self, spot: Spot, indent: str) -> str:
        return self.code.at(indent, spot.filling.unit, spot.newline)

    def replace_body(self, spot: Spot, symbol: Symbol) -> None:
        """Put the code in the place of a function's or class's body, its docstring included."""
        node = self._definition(spot, symbol)
        first, last = node.body[0], node.body[-1]
        inline = bool(spot.filling.text(spot.at.line_start(first.lineno), spot.at.start(first)).strip())
        start = spot.at.start(first) if inline else spot.span(first, True)[0]
        end = spot.at.end(last)
        now = spot.filling.text(start, end)
        if plain(now) == self.code.text or (not inline and now == self._put(spot, spot.indent(first))):
            self.draft.note(f"the body of `{symbol.dotted}` is so already")
            return
        self.proof.check(now, spot.where(node))
        if inline:
            head = spot.filling.text(spot.at.line_start(node.lineno), spot.at.start(node))
            indent = head[: len(head) - len(head.lstrip())] + spot.filling.unit
            before = spot.filling.text(spot.at.start(node), start)
            start -= len(before) - len(before.rstrip())
            lead = spot.newline
        else:
            indent, lead = spot.indent(first), ""
        spot.edit(start, end, lead + self._put(spot, indent))

    def delete(self, spot: Spot, symbol: Symbol, reason: str, used: bool) -> None:
        """Take a definition away with its decorators and the comments right above it. Raises Refused where it is still used."""
        nodes = spot.statements(symbol)
        for node in nodes:
            if not isinstance(node, Definition):
                self._alone(spot, symbol, [node])
        self.proof.check(spot.text(nodes[0], False), spot.where(nodes[0]))
        if not used:
            self._unused(spot, symbol, nodes)
        for node in nodes:
            block = spot.block(node)
            start, end = spot.span(node, True)
            if all(item in nodes for item in block) and block is not spot.module.source.tree.body:
                inner, _ = spot.span(node, False)
                spot.edit(
                    start if node is block[0] else inner, end, spot.indent(node) + "pass" if node is block[0] else ""
                )
                continue
            stop = spot.line_end(end)
            data = spot.at.data
            ending = LINE_END.match(data, stop)
            stop = ending.end() if ending else stop
            spot.draft.edit(spot.module.path, Edit(*_with_blank_lines(data, start, stop), b""))
        if reason:
            self.draft.removals.append(Removal(symbol.dotted, reason))

    def _unused(self, spot: Spot, symbol: Symbol, nodes: list[ast.stmt]) -> None:
        spans = [spot.span(node, False) for node in nodes]
        for reference in self.index.references(symbol.dotted):
            inside = reference.path == spot.module.path and any(a <= reference.start < b for a, b in spans)
            if not inside:
                where = Location(reference.path, reference.line)
                raise Refused(
                    "still-referenced",
                    f"{where} refers to `{symbol.dotted}`",
                    "change that place first, or say `even_if_used = true`",
                    where,
                )

    def _alone(self, spot: Spot, symbol: Symbol, nodes: list[ast.stmt]) -> None:
        """Raise Refused where the symbol has several definitions, or shares its statement with another name."""
        if len(nodes) != 1:
            raise Refused(
                "ambiguous", f"`{symbol.dotted}` has {len(nodes)} definitions", "make it one first", symbol.where
            )
        names = {
            part.id for part in ast.walk(nodes[0]) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
        }
        others = sorted(names - {symbol.name})
        if others and not isinstance(nodes[0], Definition):
            raise Refused(
                "shares-statement",
                f"{symbol.where} binds `{others[0]}` too",
                "give it a statement of its own",
                symbol.where,
            )
        if isinstance(nodes[0], Import):
            raise Refused(
                "no-definition", f"`{symbol.dotted}` is an import", 'say `action = "remove-import"`', symbol.where
            )

    # imports

    def add_imports(self, spot: Spot) -> None:
        """Bring the imports of the code, each beside those of its kind."""
        needed = ImportsNeeded(spot.reading)
        module = spot.module
        for node in imports_of(self.code.tree.body):
            for alias in node.names:
                bound = alias.asname or (alias.name.partition(".")[0] if isinstance(node, ast.Import) else alias.name)
                target = alias.name if isinstance(node, ast.Import) else module.target(node)
                name = "" if isinstance(node, ast.Import) else alias.name
                if any(self._same_import(module, other, target, name, bound, alias) for other, _ in needed.there):
                    self.draft.note(f"{module.path} imports `{bound}` already")
                    continue
                known = module.namespace.get(bound, [])
                submodule = (
                    isinstance(node, ast.Import)
                    and not alias.asname
                    and all(
                        isinstance(item, ast.alias) and module.origins[item][1] == "" and not item.asname
                        for item in known
                    )
                )
                if known and not submodule:
                    where = spot.where(known[0])
                    raise Refused(
                        "name-taken", f"{where} binds `{bound}` already", "give the import another name", where
                    )
                needed.new.append((target, name, alias.asname or (target if not name else bound)))
        if needed.new:
            self.draft.edit(module.path, *needed.edits(self.index))

    def _same_import(
        self, module: Module, other: ast.alias, target: str, name: str, bound: str, alias: ast.alias
    ) -> bool:
        there = other.asname or (other.name if module.origins[other][1] else other.name.partition(".")[0])
        return module.origins[other] == (target, name) and there == bound and bool(other.asname) == bool(alias.asname)

    def remove_imports(self, spot: Spot) -> None:
        """Take the imports of the code away. Raises Refused where one is still used."""
        module = spot.module
        gone: list[ast.alias] = []
        for node in imports_of(self.code.tree.body):
            for alias in node.names:
                target = alias.name if isinstance(node, ast.Import) else module.target(node)
                name = "" if isinstance(node, ast.Import) else alias.name
                for site in module.bindings.imports:
                    for other in site.node.names:
                        if module.origins[other] != (target, name) or other.asname != alias.asname:
                            continue
                        bound = other.asname or other.name.partition(".")[0]
                        for use in module.bindings.uses:
                            if use.name.id == bound and use.scope.lookup(bound) is site.scope:
                                where = spot.where(use.quoted or use.name)
                                raise Refused("still-used", f"{where} uses `{bound}`", "change that place first", where)
                        if bound in module.exports.names:
                            where = spot.where(site.node)
                            raise Refused(
                                "still-used", f"`__all__` lists `{bound}`", "take it out of there first", where
                            )
                        gone.append(other)
        if not gone:
            self.draft.note(f"{module.path}: no such import is there")
        else:
            self.draft.edit(module.path, *without(module, gone))


def _with_blank_lines(data: bytes, start: int, stop: int) -> tuple[int, int]:
    """Whole lines to take away, with the blank lines above or below them: the longer run stays."""
    above = data[:start].rstrip(b" \t\f\r\n")
    ending = LINE_END.match(data, len(above))
    top = ending.end() if ending and above else len(above)
    below = BLANK_LINES.match(data, stop)
    bottom = below.end() if below else stop
    if not above or (
        bottom < len(data) and len(LINE_END.findall(data[top:start])) >= len(LINE_END.findall(data[stop:bottom]))
    ):
        return start, bottom
    return top, stop


def create_module(draft: Draft, path: PurePosixPath, code: str) -> None:
    """Make a new file of this text. Raises Refused where another is there."""
    try:
        check_inside(path)
    except MigrateError as error:
        raise Refused("outside", error.what, error.hint) from error
    text = (plain(code) + "\n").encode() if code.strip() else b""
    if draft.workspace.exists(path):
        if draft.workspace.read(path) == text:
            draft.note(f"{path} is there already")
            return
        raise Refused("name-taken", f"{path} is there, with another text", "choose another name", Location(path))
    if draft.workspace.is_folder(path) or path in draft.workspace.skipped:
        raise Refused("name-taken", f"{path} is there, and no file to write", "choose another name")
    draft.write(path, text)


def module_path(draft: Draft, dotted: str) -> PurePosixPath:
    """Where a new module of that name belongs. Raises Refused where its package is not there."""
    names = draft.index.names
    parent, _, leaf = dotted.rpartition(".")
    if not all(map(is_name, dotted.split("."))):
        raise Refused("bad-name", f"`{dotted}` is no name for a module", "give the full dotted name")
    if known := names.path_of(dotted):
        return known
    if not parent:
        root = names.roots[0] if draft.workspace.layout.source else ""
        return PurePosixPath(root) / f"{leaf}.py"
    home = names.path_of(parent)
    if home is not None and home.stem == "__init__":
        return home.parent / f"{leaf}.py"
    inside = [path for name, paths in names.paths.items() if name.rpartition(".")[0] == parent for path in paths]
    if home is None and inside:
        first = inside[0]
        return (first.parent.parent if first.stem == "__init__" else first.parent) / f"{leaf}.py"
    known_names = sorted({name.rpartition(".")[0] for name in names.paths} - {""})
    raise Refused(
        "no-such-package",
        f"the tree has no package `{parent}`",
        nearest(parent, known_names, f"create `{parent}.__init__` first by its `file`"),
    )
