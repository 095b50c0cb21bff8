"""Handlers that catch too much, and what each of them does with what it caught."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from migrate.analyzers import Analyzer, Facts
from migrate.model import Finding, Json, Location, Rule, Severity
from migrate.python.handlers import SILENT, Breadth, Does, Handler, handlers_of, is_import_fallback, statements_below
from migrate.python.source import Source, scoped_statements
from migrate.workspace import Workspace

BROAD = re.compile(
    rb"except[ \t]*(?:[:#\\]|\*?[ \t]*[^\r\n:]*\b(?:Base)?Exception\b|\*?[ \t]*\([ \t]*(?:#[^\r\n]*)?[\r\n])"
)
"""Text without which a file holds no bare or broad handler: a cheap question that spares most files the parser."""
HANDLER = re.compile(rb"\b(?:except|suppress)\b")
SUPPRESSED = re.compile(rb"suppress\(\s*(?:builtins\.)?(?:Base)?Exception\b")
ERRORS_OF_MISTAKES = (
    "AttributeError",
    "IndexError",
    "KeyError",
    "LookupError",
    "NameError",
    "RuntimeError",
    "TypeError",
    "ValueError",
)
"""What a misspelt name or a wrong argument raises: passing over these hides mistakes, if the `try` is long."""
PASSED_OVER = re.compile(
    rb"except[ \t]*\(?[^\r\n:]*\b(?:%s)\b[^\r\n:]*:[ \t]*(?:#[^\r\n]*)?\s*(?:#[^\r\n]*\s*)*(?:pass|\.\.\.)"
    % "|".join(ERRORS_OF_MISTAKES).encode()
)
PHRASES: Mapping[Does, str] = {
    "pass": "passes over it",
    "continue": "goes on with the next",
    "constant": "puts a constant in its place",
    "log": "only logs it",
    "act": "does something else instead",
    "use": "uses it",
    "may raise": "may raise it again",
    "raise": "raises another",
    "exit": "stops the program",
    "re-raise": "raises it again",
}


@dataclass(frozen=True)
class Options:
    """`[analyze.excepts]`"""

    large: int = field(
        default=12,
        metadata={"help": "A `try` of so many statements is long: passing over even a narrow exception is reported."},
    )


class Excepts(Analyzer):
    """Bare and broad handlers, those that swallow first, and narrow ones that pass silently over a long `try`.

    Not reported: a handler that ends with a `raise` (a bare one must raise the same), import fallbacks (a `try` that only
    imports), and narrow handlers that do anything at all.
    """

    Options = Options
    facts_alone = True
    rules = (
        Rule("bare-except", "`except:` catches even KeyboardInterrupt and SystemExit"),
        Rule("broad-except", "A handler of Exception or BaseException that does not raise again"),
        Rule("swallowed-exception", "A common error passed over silently around a long `try`", Severity.INFO),
    )
    needles = (b"except", b"suppress(")
    turn = 1

    def collect(self, source: Source) -> Facts:
        broad = not self.wanted.isdisjoint(("bare-except", "broad-except")) and (
            BROAD.search(source.data) or SUPPRESSED.search(source.data)
        )
        narrow = "swallowed-exception" in self.wanted and any(
            _lines_of_try(source.data, match.start()) >= self.options.large
            for match in PASSED_OVER.finditer(source.data)
        )
        if not broad and not narrow:
            return None
        tree = source.part_with(HANDLER)
        found = [row for handler in handlers_of(tree) if (row := self._judge(handler))]
        if SUPPRESSED.search(source.data):
            found += _suppressed(tree)
        return found or None

    def _judge(self, handler: Handler) -> Json:
        breadth, does = handler.breadth, handler.does
        size = 0
        if breadth == "narrow":
            kinds = {kind.rpartition(".")[2] for kind in handler.catches}
            if does != "pass" or kinds.isdisjoint(ERRORS_OF_MISTAKES):
                return None
            size = statements_below(handler.of.body)
            if size < self.options.large:
                return None
        elif does == "re-raise" or (does in ("raise", "exit") and breadth == "broad") or is_import_fallback(handler.of):
            return None
        node = handler.node
        size = size or statements_below(handler.of.body)
        text = ast.unparse(node)
        return [node.lineno, node.end_lineno, handler.scope, breadth, handler.catches, does, size, text]

    def conclude(self, facts: Mapping[PurePosixPath, Facts], workspace: Workspace) -> Iterable[Finding]:
        known: Mapping[PurePosixPath, Json] = facts
        for path, rows in known.items():
            for line, end_line, scope, breadth, catches, does, size, text in rows:
                code = {"bare": "bare-except", "narrow": "swallowed-exception"}.get(breadth, "broad-except")
                what = f"`except {', '.join(catches)}`" if catches else "a bare `except`"
                if does == "suppress":
                    what, said = f"`suppress({', '.join(catches)})`", "passes over it"
                else:
                    said = PHRASES[does]
                around = f" around {size} statements" if breadth == "narrow" else ""
                yield Finding(
                    code,
                    f"{what}{around} {said}",
                    (Location(path, line, end_line, scope),),
                    f"{path}::{scope} {text}",
                    severity(breadth, "pass" if does == "suppress" else does, scope),
                    {"does": does, "catches": catches, "statements": size},
                )


def _lines_of_try(data: bytes, handler: int) -> int:
    """How many lines lie between the `try` and its handler at that place, at most: another cheap question before a parse."""
    start = data.rfind(b"\n", 0, handler) + 1
    above = data.rfind(b"\n" + data[start:handler] + b"try", 0, start)
    return data.count(b"\n", above, start) - 1 if above >= 0 else len(data)


def severity(breadth: Breadth, does: Does, scope: str) -> Severity:
    """Swallowing ranks first, and most where KeyboardInterrupt is swallowed too; a finalizer cannot do else."""
    silent = does in SILENT
    if breadth == "narrow" or scope.endswith("__del__"):
        return Severity.INFO
    if breadth == "broad":
        return Severity.WARNING if silent else Severity.INFO
    if silent:
        return Severity.ERROR
    return Severity.WARNING if does in ("log", "act", "raise") else Severity.INFO


def _suppressed(tree: ast.Module) -> list[Json]:
    """`with suppress(Exception):` is such a handler in another dress."""
    rows: list[Json] = []
    for node, scope in scoped_statements(tree):
        if not isinstance(node, ast.With | ast.AsyncWith):
            continue
        for item in node.items:
            match item.context_expr:
                case ast.Call(func=ast.Name(id="suppress") | ast.Attribute(attr="suppress"), args=[*kinds]):
                    names = [ast.unparse(kind) for kind in kinds]
                    wide = [name.removeprefix("builtins.") for name in names]
                    if "Exception" in wide or "BaseException" in wide:
                        breadth = "base" if "BaseException" in wide else "broad"
                        size = statements_below(node.body)
                        text = ast.unparse(item.context_expr)
                        rows.append([node.lineno, node.lineno, scope, breadth, names, "suppress", size, text])
    return rows
