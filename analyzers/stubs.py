"""Code that says it is not done: bodies that do nothing, and comments that put something off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from migrate.analyzers import Analyzer, Facts
from migrate.model import Finding, Json, Location, Rule, Severity
from migrate.python.source import Source
from migrate.python.stubs import TODO, bases_of, is_reported, stubs_of, todos_of
from migrate.workspace import Workspace


class Stubs(Analyzer):
    """Functions whose whole body is `pass`, `...` or `raise NotImplementedError`, and TODO comments.

    Not reported: abstract and overloaded functions, protocols, `.pyi` files, bodies under `TYPE_CHECKING`, methods of classes
    that others in the tree derive from, `NotImplementedError` whose message or docstring speaks of subclasses or support,
    decorated functions (somebody else gives the body its meaning), empty bodies with a docstring that does not call itself
    unfinished, empty methods (hooks, mostly), names that say that nothing is to be done, functions defined in an `if` or
    `try` (one choice of several), and whatever stands in tests and docs. What a docstring or a comment calls unfinished is
    reported always.
    """

    facts_alone = True
    rules = (
        Rule("stub", "A function that is still to be written"),
        Rule("todo", "A comment that puts something off: TODO, FIXME, XXX, HACK", Severity.INFO),
    )
    suffixes = (".py",)
    turn = 1

    def collect(self, source: Source) -> Facts:
        found: dict[str, Json] = {}
        data = source.data
        tagged = (b"TODO" in data or b"FIXME" in data or b"HACK" in data or b"XXX" in data) and TODO.search(data)
        todos = list(todos_of(source)) if tagged else []
        if "todo" in self.wanted and todos:
            found["todos"] = todos
        if "stub" in self.wanted:
            found["stubs"] = list(stubs_of(source, {row[0]: row[3] for row in todos}))
            found["bases"] = " ".join(sorted(filter(None, bases_of(source))))
        kept = {key: value for key, value in found.items() if value}
        return kept or None

    def conclude(self, facts: Mapping[PurePosixPath, Facts], workspace: Workspace) -> Iterable[Finding]:
        known: Mapping[PurePosixPath, Json] = facts
        derived_from = {name for fact in known.values() for name in fact.get("bases", "").split()}
        for path, fact in known.items():
            for line, scope, tag, text in fact.get("todos", ()):
                yield Finding(
                    "todo",
                    text,
                    (Location(path, line, line, scope),),
                    f"{path}::{scope} {text}",
                    Severity.INFO,
                    {"tag": tag},
                )
            for line, end_line, scope, owner, body, said, sure in fact.get("stubs", ()):
                if not is_reported(owner, sure, derived_from, path.parts):
                    continue
                note = f" ({said})" if said else ""
                yield Finding(
                    "stub",
                    f"{scope} is not written yet: its body is `{body}`{note}",
                    (Location(path, line, end_line, scope),),
                    f"{path}::{scope}",
                    Severity.WARNING if sure or body == "raise NotImplementedError" else Severity.INFO,
                    {"body": body, "said": said},
                )
