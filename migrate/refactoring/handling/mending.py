"""Mends the exception handlers of one file: types, log lines, and the causes of what they raise."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from migrate.model import Json, Location, Refusal
from migrate.python.bindings import Scope
from migrate.python.edits import Edit, newline_of
from migrate.python.handlers import SILENT, Handler, handlers_of
from migrate.refactoring.handling.chaining import Chaining
from migrate.refactoring.handling.loggers import Loggers
from migrate.refactoring.handling.narrowing import Narrowing
from migrate.refactoring.refused import Refused
from migrate.references.names import Module, Names

CLEANUP = frozenset({
    "close", "rollback", "cleanup", "clean_up", "release", "unlink", "remove", "rmtree", "kill", "terminate", "shutdown",
    "restore", "abort", "stop", "reset", "unlock", "disconnect", "cancel", "teardown",
})  # fmt: skip
"""What a handler calls that must run whatever ends the `try`, Ctrl-C included."""
OF_BARE = frozenset({b"E722", b"B001"})
"""What linters call a bare `except`."""
OF_BROAD = OF_BARE | {b"BLE001", b"W0703", b"W0718"}
"""What they call one that catches more than it should."""
CLOSING = re.compile(rb"(?:[ \t\f]*\))*")
NOQA = re.compile(
    rb"#[ \t]*noqa[ \t]*:[ \t]*(?P<codes>[A-Z]+[0-9]+(?:(?:[ \t]*,[ \t]*|[ \t]+)[A-Z]+[0-9]+)*)", re.IGNORECASE
)
EXITS = frozenset({"SystemExit", "KeyboardInterrupt", "GeneratorExit"})
NO_PLACE_TO_LOG = frozenset({"__del__", "emit", "handleError"})
"""Logging fails while the interpreter shuts down, and within a logging handler it would call itself."""


WAITING = frozenset({
    "input", "getpass", "sleep", "wait", "recv", "accept", "select", "acquire", "communicate", "check_call", "check_output",
    "serve_forever", "run_forever", "run_until_complete", "mainloop", "urlopen", "readline", "main",
})  # fmt: skip
"""What a Ctrl-C is likely to end."""
COLUMNS = ("place", "caught", "catches", "why")


@dataclass(frozen=True)
class ExceptWishes:
    """What the user chose. `narrow` may give types by `path::function`."""

    bare: Literal["Exception", "BaseException"] = "Exception"
    log: bool = False
    level: str = "warning"
    narrow: Literal["no", "provable"] | Mapping[str, Sequence[str]] = "no"
    raise_from: Literal["leave", "error", "none"] = "leave"


@dataclass
class Head:
    """What stands between `except` and its colon once all is done; empty for what stays."""

    kind: str = ""
    name: str = ""
    edits: list[Edit] = field(default_factory=list)


class Mender:
    """The mending of one file."""

    def __init__(self, names: Names, module: Module, wishes: ExceptWishes) -> None:
        self.module = module
        self.wishes = wishes
        self.refusals: list[Refusal] = []
        self.notes: list[str] = []
        self.rows: list[tuple[Json, ...]] = []
        self.met: set[str] = set()
        """The keys of `narrow` that name a function with a handler."""
        self.homes = homes(module)
        self.loggers = Loggers(names, module, self.homes)
        self.narrowing = Narrowing(module, self.homes)
        self.chaining = Chaining(module, self.homes)

    def edits(self) -> list[Edit]:
        """What is to be edited. Raises SyntaxError or Unplaced for a file that must be left alone."""
        found: list[Edit] = []
        for handler in handlers_of(self.module.source.tree):
            if any(isinstance(node, ast.Import | ast.ImportFrom) for node in handler.of.body):
                if handler.breadth == "bare":
                    self.notes.append(f"{self.at(handler)}: an import fallback, left as it is")
                continue
            found += self._mended(handler)
        return found + self.loggers.inserts

    def _mended(self, handler: Handler) -> Iterator[Edit]:
        head = Head()
        head.kind = self._narrowed(handler)
        narrowed = bool(head.kind)
        if handler.breadth == "bare" and not narrowed:
            head.kind = self._typed(handler)
        if self.wishes.raise_from != "leave":
            self._chained(handler, head)
        yield from head.edits
        yield from self._headed(handler, head)
        if head.kind:
            yield from self._without_noqa(handler, OF_BROAD if narrowed else OF_BARE)
            self._tell(handler, head.kind)
        if self.wishes.log and handler.breadth != "narrow" and not narrowed and handler.does in SILENT:
            yield from self._logged(handler)

    def at(self, handler: Handler) -> Location:
        return Location(self.module.path, handler.node.lineno, symbol=handler.scope)

    def _refuse(self, code: str, handler: Handler, why: str, hint: str) -> None:
        where = self.at(handler)
        self.refusals.append(Refusal(code, f"{where}: {why}", hint, where))

    # the type

    def _narrowed(self, handler: Handler) -> str:
        """The type that a broad handler gets by `narrow`; empty where it keeps its own."""
        wish = self.wishes.narrow
        if wish == "no" or isinstance(handler.of, ast.TryStar):
            return ""
        given: Sequence[str] = ()
        if not isinstance(wish, str):
            key = f"{self.module.path}::{handler.scope}"
            if key not in wish:
                return ""
            self.met.add(key)
            given = wish[key]
        if handler.breadth == "narrow":
            return ""
        if why := passes_on(handler):
            self.notes.append(f"{self.at(handler)}: it {why}, so it is not narrowed")
            return ""
        try:
            kind, why = self.narrowing.given(handler, given) if given else self.narrowing.proven(handler)
        except Refused as error:
            self.refusals.append(error.refusal)
            return ""
        self.rows.append((str(self.at(handler)), ", ".join(handler.catches) or "everything", kind, why))
        return kind

    def _typed(self, handler: Handler) -> str:
        """The type of a bare handler that is not narrowed."""
        kind = self.wishes.bare
        if kind == "Exception" and (why := needs_everything(handler)):
            kind = "BaseException"
            self.notes.append(f"{self.at(handler)}: it {why}, so it still catches everything (`BaseException`)")
        if self.homes[handler.node].lookup(kind) is not None:
            self._refuse("captured-name", handler, f"`{kind}` means something else there", "rename that first")
            return ""
        return kind

    def _tell(self, handler: Handler, kind: str) -> None:
        """That a Ctrl-C is no longer caught, where one is likely."""
        if handler.breadth == "bare" and kind != "BaseException" and (what := waits(handler.of.body)):
            self.notes.append(f"{self.at(handler)}: a Ctrl-C or an exit during {what} is no longer caught there")

    def _headed(self, handler: Handler, head: Head) -> Iterator[Edit]:
        """The edits of the line with `except`."""
        at, node = self.module.positions, handler.node
        named = f" as {head.name}" if head.name else ""
        if node.type is None:
            if head.kind:
                _, end = at.checked(at.start(node), "except")
                yield Edit(end, end, at.encode(f" {head.kind}{named}"))
            return
        start, end = at.start(node.type), at.end(node.type)
        if head.kind:
            yield Edit(start, end, at.encode(head.kind))
        if named:
            closing = CLOSING.match(at.data, end)
            place = closing.end() if closing else end
            yield Edit(place, place, at.encode(named))

    def _chained(self, handler: Handler, head: Head) -> None:
        if handler.node.type is None and not head.kind:
            return  # it was refused a type, and so can have no name
        try:
            head.name, head.edits = self.chaining.of(handler, self.wishes.raise_from == "none")
        except Refused as error:
            self.refusals.append(error.refusal)

    # its comment

    def _without_noqa(self, handler: Handler, gone_codes: frozenset[bytes]) -> Iterator[Edit]:
        """The comment in the handler's line without these codes; what else it says stays."""
        at = self.module.positions
        line = handler.node.lineno
        start = max([at.start(handler.node), *(at.end(node) for node in handler.node.body if node.lineno == line)])
        end = at.line_start(line + 1)
        comment = re.compile(rb"[ \t;:]*(?:except\b[^#:\r\n]*:)?[ \t]*(#[^\r\n]*)").match(at.data, start, end)
        found = NOQA.search(at.data, comment.start(1), comment.end(1)) if comment else None
        if comment is None or found is None:
            return
        codes = re.findall(rb"\w+", found["codes"])
        kept = [code for code in codes if code.upper() not in gone_codes]
        if kept == codes:
            return
        if kept:
            apart = b", " if b", " in found["codes"] else b"," if b"," in found["codes"] else b" "
            yield Edit(found.start("codes"), found.end("codes"), apart.join(kept))
            return
        rest = at.data[found.end() : comment.end(1)].strip()
        before = at.data[comment.start(1) : found.start()].strip()
        if before or not rest:
            text = before + (b"  " + rest if before and rest else b"")
        else:
            text = rest if rest.startswith(b"#") else b"# " + rest
        gone = comment.start(1) if text else len(at.data[: comment.start(1)].rstrip(b" \t"))
        yield Edit(gone, comment.end(1), text)

    # the log line

    def _logged(self, handler: Handler) -> Iterator[Edit]:
        """A log line at the top of a silent handler; a `pass` that is its whole body goes for it."""
        function = handler.scope.rpartition(".")[2]
        if function in NO_PLACE_TO_LOG:
            self.notes.append(f"{self.at(handler)}: left silent: `{function}` must not log")
            return
        try:
            name = self.loggers.name_for(handler)
        except Refused as error:
            self.refusals.append(error.refusal)
            return
        at, node = self.module.positions, handler.node
        place = f"in {handler.scope}" if handler.scope else "while importing"
        first = node.body[0]
        start = at.start(first)
        call = self._within_width(
            f"{name}.{self.wishes.level}(",
            [f'"Ignored an exception {place}"', "exc_info=True"],
            at.decode(at.data[at.line_start(first.lineno) : start]),
        )
        if len(node.body) == 1 and isinstance(first, ast.Pass):
            yield Edit(start, at.end(first), at.encode(call))
            return
        indent = at.data[at.line_start(first.lineno) : start]
        if indent.strip():
            yield Edit(start, start, at.encode(f"{call}; "))
        else:
            yield Edit(start, start, at.encode(call) + newline_of(at.data) + indent)

    @cached_property
    def _width(self) -> int:
        """How long a line may be: as long as the file's longest, or 88."""
        return max([88, *(len(line) for line in self.module.positions.decode(self.module.source.data).splitlines())])

    def _within_width(self, opening: str, arguments: list[str], indent: str) -> str:
        """A call in one line, or in as many as it takes to stay within the file's width."""
        line = f"{opening}{', '.join(arguments)})"
        if indent.strip() or len(indent) + len(line) <= self._width:
            return line
        step = "\t" if indent.endswith("\t") else "    "
        end = newline_of(self.module.source.data).decode()
        one = f"{indent}{step}{', '.join(arguments)}"
        inner = one if len(one) <= self._width else end.join(f"{indent}{step}{item}," for item in arguments)
        return f"{opening}{end}{inner}{end}{indent})"


def needs_everything(handler: Handler) -> str:
    """Why a bare handler must go on catching everything; empty where it need not."""
    if why := passes_on(handler):
        return why
    for part in (part for node in handler.of.body for part in ast.walk(node)):
        if isinstance(part, ast.Call) and called(part) in ("exit", "_exit", "quit"):
            return "may be there for an exit"
        if (
            isinstance(part, ast.Raise)
            and part.exc
            and any(getattr(name, "id", "") in EXITS for name in ast.walk(part.exc))
        ):
            return "may be there for an exit"
    return ""


def passes_on(handler: Handler) -> str:
    """Whether the handler raises again what it caught, or cleans up; empty where it does neither."""
    for part in (part for node in handler.node.body for part in ast.walk(node)):
        if isinstance(part, ast.Raise) and (
            part.exc is None
            or "exc_info" in ast.dump(part.exc)
            or (isinstance(part.exc, ast.Name) and part.exc.id == handler.node.name)
        ):
            return "raises again"
        if isinstance(part, ast.Call) and called(part) == "reraise":
            return "raises again"
        if isinstance(part, ast.Call) and called(part) in CLEANUP:
            return f"cleans up (`{called(part)}`)"
    return ""


def waits(body: Sequence[ast.stmt]) -> str:
    """What in the body is likely to be ended by a Ctrl-C; empty where nothing is."""
    for part in (part for node in body for part in ast.walk(node)):
        if isinstance(part, ast.While):
            return "a `while` loop"
        if isinstance(part, ast.Call) and called(part) in WAITING:
            return f"`{called(part)}`"
    return ""


def called(call: ast.Call) -> str:
    """The last name of what is called."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def homes(module: Module) -> dict[ast.AST, Scope]:
    """The scope that each handler stands in."""
    found: dict[ast.AST, Scope] = {}
    waiting: list[tuple[ast.AST, Scope]] = [(module.source.tree, module.bindings.module)]
    while waiting:
        node, scope = waiting.pop()
        if isinstance(node, ast.ExceptHandler):
            found[node] = scope
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.stmt | ast.ExceptHandler | ast.match_case):
                waiting.append((child, module.bindings.scope_of.get(child, scope)))
    return found
