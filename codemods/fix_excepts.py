"""Give bare `except:` clauses a type, make handlers that swallow an error in silence log it, narrow broad ones, chain causes.

A handler that passes on what it caught or cleans up keeps catching everything, as `except BaseException`. One that raises
something else becomes `except Exception` like one that swallows: turned into another error, a Ctrl-C or an exit is lost to
whoever handles that error. A broad handler is narrowed to what its `try` can raise where each operation and call in it is a
known one (annotations are believed; no memory, too deep a recursion count nowhere), else that is refused with what is not
known; or to what the plan gives. Import fallbacks are never touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from migrate.codemods import Codemod, Suggestion
from migrate.errors import nearest
from migrate.model import Finding, Outcome, Refusal, Table
from migrate.options import Field, Options, TreeGlob
from migrate.python.edits import Unplaced, apply_edits
from migrate.python.handlers import handlers_of
from migrate.refactoring.handling.mending import COLUMNS, ExceptWishes, Mender
from migrate.references.names import Names
from migrate.workspace import Workspace


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
    narrow: Literal["no", "provable"] | dict[str, list[str]] = Field(
        default="no",
        description="Narrow broad handlers: to what their `try` can raise where that is `provable`, or to what is given:"
        ' `{ "src/pkg/a.py::Class.method" = ["ValueError"] }`.',
    )
    raise_from: Literal["leave", "error", "none"] = Field(
        default="leave",
        description="What handlers raise without a cause gets one: the `error` that was caught, or `none`.",
    )


class FixExcepts(Codemod):
    """Types for bare handlers, a log line for silent ones, narrower types and causes where asked for."""

    Options = ExceptOptions
    resolves = ("bare-except", "swallowed-exception")
    example = """\
codemod = "fix-excepts"
paths = ["src/**/*.py"]
bare = "Exception"
log = true
"""

    @classmethod
    def suggest(cls, findings: Sequence[Finding], workspace: Workspace) -> Iterable[Suggestion]:
        """One step for all files in which nothing would be refused."""
        found: dict[str, list[Finding]] = {}
        for finding in findings:
            found.setdefault(str(finding.locations[0].path), []).append(finding)
        clean = [path for path in found if not cls(ExceptOptions(paths=[path], log=True)).run(workspace).refusals]
        if clean:
            mended = tuple(finding for path in clean for finding in found[path])
            title = f"Types and log lines for handlers in {len(clean)} file{'s' * (len(clean) != 1)}"
            yield Suggestion(title, {"paths": clean, "log": True}, mended, -len(mended))

    def run(self, workspace: Workspace) -> Outcome:
        """The changed files. A place that cannot be changed safely is refused; the others are changed all the same."""
        options: ExceptOptions = self.options
        wishes = ExceptWishes(options.bare, options.log, options.level, options.narrow, options.raise_from)
        changes, refusals, notes, rows = [], [], [], []
        missing = set(options.narrow) if isinstance(options.narrow, dict) else set()
        known: set[str] = set()
        names = Names(workspace)
        for path in workspace.glob(options.paths):
            data = workspace.read(path) if path.suffix == ".py" else b""
            if b"except" not in data:
                continue
            try:
                mender = Mender(names, names.file(path), wishes)
                edits = mender.edits()
            except (SyntaxError, Unplaced) as error:
                notes.append(f"{path}: left as it is: {error}")
                continue
            refusals += mender.refusals
            notes += mender.notes
            rows += mender.rows
            missing -= mender.met
            known |= (
                {f"{path}::{handler.scope}" for handler in handlers_of(mender.module.source.tree)} if missing else set()
            )
            after = apply_edits(data, edits)
            if after != data:
                changes.append(workspace.change(path, after, self.name()))
        for key in sorted(missing):
            hint = nearest(key, known, "write `path::function` of a function with a handler in `paths`")
            refusals.append(Refusal("no-such-handler", f"no handler stands in `{key}`, which `narrow` names", hint))
        tables = (Table("Handlers that were narrowed", COLUMNS, tuple(rows)),) if rows else ()
        return Outcome(tuple(changes), refusals=tuple(refusals), notes=tuple(notes), tables=tables)
