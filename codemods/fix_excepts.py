"""Give bare `except:` clauses a type, and make handlers that swallow an error in silence log it.

A handler that passes on what it caught or cleans up keeps catching everything, as `except BaseException`. One that raises
something else becomes `except Exception` like one that swallows: turned into another error, a Ctrl-C or an exit is lost to
whoever handles that error.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from functools import cached_property
from typing import Literal

from pydantic import Field

from migrate.codemods import Codemod
from migrate.model import Location, Outcome, Refusal
from migrate.options import Options, TreeGlob
from migrate.python.bindings import Scope
from migrate.python.edits import BOM, Edit, Unplaced, apply_edits, newline_of
from migrate.python.handlers import SILENT, Handler, handlers_of
from migrate.python.source import Source
from migrate.refactoring.units import Unit, header_of, units_of
from migrate.references.names import Module
from migrate.workspace import Workspace

CLEANUP = frozenset({
    "close", "rollback", "cleanup", "clean_up", "release", "unlink", "remove", "rmtree", "kill", "terminate", "shutdown",
    "restore", "abort", "stop", "reset", "unlock", "disconnect", "cancel", "teardown",
})  # fmt: skip
"""What a handler calls that must run whatever ends the `try`, Ctrl-C included."""
OF_BARE = frozenset({b"E722", b"B001"})
"""What linters call a bare `except`."""
NOQA = re.compile(
    rb"#[ \t]*noqa[ \t]*:[ \t]*(?P<codes>[A-Z]+[0-9]+(?:(?:[ \t]*,[ \t]*|[ \t]+)[A-Z]+[0-9]+)*)", re.IGNORECASE
)
EXITS = frozenset({"SystemExit", "KeyboardInterrupt", "GeneratorExit"})
NO_PLACE_TO_LOG = frozenset({"__del__", "emit", "handleError"})
"""Logging fails while the interpreter shuts down, and within a logging handler it would call itself."""


class ExceptOptions(Options):
    """Where, and how much."""

    paths: list[TreeGlob] = Field(min_length=1, description="Globs of the Python files to change.")
    bare: Literal["Exception", "BaseException"] = Field(
        default="Exception",
        description="What a bare `except:` becomes. One that raises it again or cleans up becomes `BaseException`.",
    )
    log: bool = Field(
        default=False, description="Log what broad handlers swallow, with the module's logger or a new one."
    )
    level: Literal["debug", "info", "warning", "error"] = Field(
        default="warning", description="The level of those messages."
    )


class FixExcepts(Codemod):
    """Types for bare handlers, a log line for silent ones. Import fallbacks and narrow handlers are never touched."""

    Options = ExceptOptions
    resolves = ("bare-except", "swallowed-exception")
    example = """\
codemod = "fix-excepts"
paths = ["src/**/*.py"]
bare = "Exception"
log = true
"""

    def run(self, workspace: Workspace) -> Outcome:
        """The changed files. A place that cannot be changed safely is refused; the others are changed all the same."""
        changes, refusals, notes = [], [], []
        for path in workspace.glob(self.options.paths):
            data = workspace.read(path) if path.suffix == ".py" else b""
            if b"except" not in data:
                continue
            mender = Mender(Module(Source(path, data)), self.options)
            try:
                edits = mender.edits()
            except (SyntaxError, Unplaced) as error:
                notes.append(f"{path}: left as it is: {error}")
                continue
            refusals += mender.refusals
            notes += mender.notes
            if edits:
                changes.append(workspace.change(path, apply_edits(data, edits), self.name()))
        return Outcome(tuple(changes), refusals=tuple(refusals), notes=tuple(notes))


class Mender:
    """The mending of one file."""

    def __init__(self, module: Module, options: ExceptOptions) -> None:
        self.module = module
        self.options = options
        self.refusals: list[Refusal] = []
        self.notes: list[str] = []
        self.logger = ""
        self.inserts: list[Edit] = []

    def edits(self) -> list[Edit]:
        """What is to be edited. Raises SyntaxError or Unplaced for a file that must be left alone."""
        found: list[Edit] = []
        self.homes = homes(self.module)
        for handler in handlers_of(self.module.source.tree):
            if any(isinstance(node, ast.Import | ast.ImportFrom) for node in handler.of.body):
                if handler.breadth == "bare":
                    self.notes.append(f"{self.at(handler)}: an import fallback, left as it is")
                continue
            if handler.breadth == "bare":
                found += self.typed(handler)
            if self.options.log and handler.breadth != "narrow" and handler.does in SILENT:
                found += self.logged(handler)
        return found + self.inserts

    def at(self, handler: Handler) -> Location:
        return Location(self.module.path, handler.node.lineno, symbol=handler.scope)

    def typed(self, handler: Handler) -> Iterator[Edit]:
        """A type for a bare handler."""
        kind = self.options.bare
        if kind == "Exception" and (why := needs_everything(handler)):
            kind = "BaseException"
            self.notes.append(f"{self.at(handler)}: it {why}, so it still catches everything (`BaseException`)")
        home = self.homes[handler.node].lookup(kind)
        if home is not None:
            self.refuse("captured-name", handler, f"`{kind}` means something else there", "rename that first")
            return
        at = self.module.positions
        start = at.start(handler.node)
        _, end = at.checked(start, "except")
        yield Edit(end, end, at.encode(f" {kind}"))
        yield from self.without_noqa(handler)

    def without_noqa(self, handler: Handler) -> Iterator[Edit]:
        """The comment in the handler's line without the codes of a bare `except`; what else it says stays."""
        at = self.module.positions
        line = handler.node.lineno
        start = max([at.start(handler.node), *(at.end(node) for node in handler.node.body if node.lineno == line)])
        end = at.line_start(line + 1)
        comment = re.compile(rb"[ \t;:]*(?:except[ \t]*:)?[ \t]*(#[^\r\n]*)").match(at.data, start, end)
        found = NOQA.search(at.data, comment.start(1), comment.end(1)) if comment else None
        if comment is None or found is None:
            return
        codes = re.findall(rb"\w+", found["codes"])
        kept = [code for code in codes if code.upper() not in OF_BARE]
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

    def refuse(self, code: str, handler: Handler, why: str, hint: str) -> None:
        where = self.at(handler)
        self.refusals.append(Refusal(code, f"{where}: {why}", hint, where))

    def logged(self, handler: Handler) -> Iterator[Edit]:
        """A log line at the top of a silent handler; a `pass` that is its whole body goes for it."""
        function = handler.scope.rpartition(".")[2]
        if function in NO_PLACE_TO_LOG:
            self.notes.append(f"{self.at(handler)}: left silent: `{function}` must not log")
            return
        name = self.logger_for(handler)
        if not name:
            return
        at, node = self.module.positions, handler.node
        place = f"in {handler.scope}" if handler.scope else "while importing"
        first = node.body[0]
        start = at.start(first)
        call = self.within_width(
            f"{name}.{self.options.level}(",
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
    def width(self) -> int:
        """How long a line may be: as long as the file's longest, or 88."""
        return max([88, *(len(line) for line in self.module.positions.decode(self.module.source.data).splitlines())])

    def within_width(self, opening: str, arguments: list[str], indent: str) -> str:
        """A call in one line, or in as many as it takes to stay within the file's width."""
        line = f"{opening}{', '.join(arguments)})"
        if indent.strip() or len(indent) + len(line) <= self.width:
            return line
        step = "\t" if indent.endswith("\t") else "    "
        end = newline_of(self.module.source.data).decode()
        one = f"{indent}{step}{', '.join(arguments)}"
        inner = one if len(one) <= self.width else end.join(f"{indent}{step}{item}," for item in arguments)
        return f"{opening}{end}{inner}{end}{indent})"

    def logger_for(self, handler: Handler) -> str:
        """The name of the module's logger, made if need be; empty, with a refusal, where it cannot be used."""
        there = existing_logger(self.module)
        name = there[0] if there else self.logger or self.make_logger(handler)
        if not name:
            return ""
        scope = self.homes[handler.node]
        home = scope.lookup(name)
        if home not in (None, self.module.bindings.module):
            self.refuse("captured-name", handler, f"`{name}` is a local name there", "rename the local name first")
            return ""
        if there and runs_on_import(scope) and handler.node.lineno < there[1]:
            self.refuse("definition-order", handler, f"`{name}` is bound further down", "move the logger up first")
            return ""
        return name

    def make_logger(self, handler: Handler) -> str:
        """Plan `import logging` and a logger below the imports."""
        namespace = self.module.namespace
        taken = namespace.get("logging", [])
        ours = all(isinstance(node, ast.alias) and self.module.origins[node] == ("logging", "") for node in taken)
        free = [name for name in ("logger", "_logger") if name not in namespace]
        if not ours or not free:
            what = "logging" if not ours else "logger"
            self.refuse("name-taken", handler, f"`{what}` means something else in this module", "make a logger by hand")
            return ""
        header = header_of(units_of(self.module))
        if runs_on_import(self.homes[handler.node]) and any(
            u.code <= self.module.positions.start(handler.node) < u.end for u in header
        ):
            self.refuse("definition-order", handler, "it runs before a logger can be made", "make a logger by hand")
            return ""
        in_header = any(node in taken for unit in header for part in unit.statements for node in ast.walk(part))
        self.inserts = list(self.new_logger(free[0], header, in_header))
        self.logger = free[0]
        return self.logger

    def new_logger(self, name: str, header: list[Unit], imported: bool) -> Iterator[Edit]:
        at = self.module.positions
        data, line = at.data, newline_of(at.data)
        imports = [unit for unit in header if unit.kind == "import"]
        before = [unit for unit in imports if sorts_before_logging(unit)]
        docs = [unit for unit in header if unit.kind in ("docstring", "future")]
        text = b"" if imported else b"import logging" + line
        made = at.encode(f"{name} = logging.getLogger(__name__)") + line
        end = header[-1].end if header else top_of(self.module)
        start = before[-1].end if before else imports[0].code if imports else docs[-1].end if docs else end
        if not imports and docs and text:
            text = line + text
        if text and imports and not before and not is_stdlib(imports[0]):
            text += line
        if start != end and text:
            yield Edit(start, start, own_line(data, start, line) + text)
            text = b""
        below = data[end:]
        blank = not below.strip() or below.startswith((b"\n", b"\r"))
        gap = b"" if blank else line * 2 if below.startswith((b"def ", b"class ", b"async ", b"@")) else line
        yield Edit(end, end, own_line(data, end, line) + text + (line if header or text else b"") + made + gap)


def needs_everything(handler: Handler) -> str:
    """Why a bare handler must go on catching everything; empty where it need not."""
    inside = [part for node in handler.node.body for part in ast.walk(node)]
    for part in inside:
        if isinstance(part, ast.Raise) and (part.exc is None or "exc_info" in ast.dump(part.exc)):
            return "raises again"
        if isinstance(part, ast.Call) and called(part) == "reraise":
            return "raises again"
        if isinstance(part, ast.Call) and called(part) in CLEANUP:
            return f"cleans up (`{called(part)}`)"
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


def runs_on_import(scope: Scope) -> bool:
    """Whether code in that scope runs while the module is imported."""
    inner: Scope | None = scope
    while inner:
        if inner.kind == "function":
            return False
        inner = inner.parent
    return True


def existing_logger(module: Module) -> tuple[str, int] | None:
    """The first module-level name that is bound to a logger, with its line."""
    for node in module.source.tree.body:
        match node:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as call)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.Call() as call)
            ) if called(call) in ("getLogger", "get_logger") and len(module.namespace.get(name, ())) == 1:
                return name, node.lineno
    return None


def sorts_before_logging(unit: Unit) -> bool:
    """Whether an import statement belongs above `import logging`: `import` of the standard library, by name."""
    node = unit.statements[0]
    return isinstance(node, ast.Import) and node.names[0].name < "logging" and is_stdlib(unit)


def is_stdlib(unit: Unit) -> bool:
    """Whether an import statement imports from the standard library."""
    match unit.statements[0]:
        case ast.Import(names=[ast.alias(name=name), *_]) | ast.ImportFrom(module=str(name), level=0):
            return name.partition(".")[0] in sys.stdlib_module_names
    return False


def top_of(module: Module) -> int:
    """Where code can begin in a module without a header: below its opening comments."""
    units = units_of(module)
    return units[0].code if units else len(module.source.data)


def own_line(data: bytes, offset: int, line: bytes) -> bytes:
    """What must come first for a text at that offset to begin a line."""
    return line if data[:offset].removeprefix(BOM) and data[offset - 1 : offset] not in (b"\n", b"\r") else b""
