"""Expressions in a plan with places for arguments, `pkg.pipeline.run($graph, passes=["$0"])`, read, proven and filled in."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator, Mapping

from migrate.python.edits import Edit, apply_edits

BUILTINS = frozenset(dir(builtins))
TOKEN = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|\$(\w+|\*)""")
ARGUMENT, ALL, RESULT = "_argument_", "_all_arguments_", "_result"


class BadTemplate(ValueError):
    """A template that cannot be meant, whatever the tree holds."""


class Template:
    """One expression with dotted names and places. Raises BadTemplate where it cannot be read.

    `$name` is an argument, `$*` all of them as they came, `$0` the name of what is replaced (in a string), `$_` the result
    of what comes before.
    """

    def __init__(self, text: str, leaf: str) -> None:
        self.text = text
        code = TOKEN.sub(lambda match: _placed(match, leaf), text)
        self.data = code.encode()
        try:
            self.tree = ast.parse(code, mode="eval").body
        except (SyntaxError, ValueError) as error:
            raise BadTemplate(f"`{text}` is no expression: {error}") from error
        if "\n" in code:
            raise BadTemplate(f"`{text}` is not written in one line")
        parts = list(ast.walk(self.tree))
        self.names = [part for part in parts if isinstance(part, ast.Name)]
        self.held = {name.id for name in self.names if isinstance(name.ctx, ast.Store)}
        self.held |= {part.arg for part in parts if isinstance(part, ast.arg)}

    @property
    def is_call(self) -> bool:
        """Whether all of it is a call."""
        return isinstance(self.tree, ast.Call)

    @property
    def arguments(self) -> frozenset[str]:
        """The arguments that it names."""
        return frozenset(name.id.removeprefix(ARGUMENT) for name in self.names if name.id.startswith(ARGUMENT))

    @property
    def takes_all(self) -> bool:
        """Whether it hands on all arguments."""
        return any(name.id == ALL for name in self.names)

    @property
    def takes_result(self) -> bool:
        """Whether it needs the result of what comes before."""
        return any(name.id == RESULT for name in self.names)

    def dotted(self) -> Iterator[tuple[ast.expr, str]]:
        """The dotted names in it with their places. Raises BadTemplate for a bare name that is nothing."""
        inner: set[int] = set()
        for part in ast.walk(self.tree):
            if id(part) in inner or not isinstance(part, ast.Attribute | ast.Name):
                continue
            chain: list[str] = []
            node: ast.expr = part
            while isinstance(node, ast.Attribute):
                chain.append(node.attr)
                node = node.value
                inner.add(id(node))
            if not isinstance(node, ast.Name) or node.id in self.held or node.id in (RESULT, ALL):
                continue
            if node.id.startswith(ARGUMENT):
                continue
            if chain:
                yield part, ".".join([node.id, *reversed(chain)])
            elif node.id not in BUILTINS:
                raise BadTemplate(f"`{node.id}` in `{self.text}` is neither `${node.id}` nor a whole dotted name")

    def written(self, spelled: Mapping[str, str], arguments: Mapping[str, str], everything: str = "") -> str:
        """The expression with its dotted names spelled so and its places filled; an argument not given keeps its name."""
        edits = [Edit(*_span(part), spelled[dotted].encode()) for part, dotted in self.dotted() if dotted in spelled]
        for name in self.names:
            if name.id == ALL:
                edits.append(Edit(*_span(name), everything.encode()) if everything else self._dropped(name))
            elif name.id.startswith(ARGUMENT):
                wanted = name.id.removeprefix(ARGUMENT)
                edits.append(Edit(*_span(name), arguments.get(wanted, wanted).encode()))
        return apply_edits(self.data, edits).decode()

    def closes_after(self, argument: str) -> bool:
        """Whether a bracket closes behind each place of that argument: then a comma may stand there too."""
        places = [name for name in self.names if name.id == f"{ARGUMENT}{argument}"]
        return all(self.data[_span(name)[1] :].lstrip()[:1] in (b"]", b")", b"}") for name in places)

    def _dropped(self, name: ast.Name) -> Edit:
        """`$*` of a function that takes nothing, with the comma beside it."""
        start, end = _span(name)
        after = re.compile(rb"\s*,\s*").match(self.data, end)
        before = re.compile(rb",\s*\Z").search(self.data, 0, start)
        if after:
            return Edit(start, after.end(), b"")
        return Edit(before.start() if before else start, end, b"")


def _span(node: ast.expr) -> tuple[int, int]:
    return node.col_offset, node.end_col_offset or 0


def _placed(match: re.Match[str], leaf: str) -> str:
    string, token = match.group(1), match.group(2)
    if string is not None:
        return string.replace("$0", leaf)
    return {"*": ALL, "_": RESULT, "0": leaf}.get(token, f"{ARGUMENT}{token}")


def shown(text: str, leaf: str) -> str:
    """The template as a reader is told it: arguments by their names, what comes along as `...`."""
    return TOKEN.sub(lambda match: _told(match, leaf), text)


def _told(match: re.Match[str], leaf: str) -> str:
    string, token = match.group(1), match.group(2)
    if string is not None:
        return string.replace("$0", leaf)
    return {"*": "...", "_": "..."}.get(token, token)
