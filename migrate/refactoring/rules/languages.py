"""Pattern rules for languages other than Python, matched by ast-grep; the edits are ours."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from migrate.errors import MigrateError, nearest
from migrate.model import Location
from migrate.python.edits import Edit, apply_edits, newline_of
from migrate.refactoring.draft import Draft
from migrate.refactoring.refused import Refused
from migrate.refactoring.rules.patterns import METAVARIABLE

if TYPE_CHECKING:
    from migrate.refactoring.rules.rewriting import Expected

SUFFIXES = {
    "bash": (".sh", ".bash"), "c": (".c", ".h"), "cpp": (".cpp", ".cc", ".cxx", ".hpp", ".hh", ".h", ".cu", ".cuh"),
    "csharp": (".cs",), "css": (".css",), "elixir": (".ex", ".exs"), "go": (".go",), "haskell": (".hs",),
    "html": (".html", ".htm"), "java": (".java",), "javascript": (".js", ".mjs", ".cjs", ".jsx"), "json": (".json",),
    "kotlin": (".kt", ".kts"), "lua": (".lua",), "php": (".php",), "ruby": (".rb",), "rust": (".rs",),
    "scala": (".scala",), "swift": (".swift",), "tsx": (".tsx",), "typescript": (".ts", ".mts", ".cts"),
    "yaml": (".yml", ".yaml"),
}  # fmt: skip
ROUNDS = 100


def _sgroot() -> Any:
    try:
        from ast_grep_py import SgRoot  # type: ignore[import-not-found,unused-ignore]
    except ImportError as error:
        raise MigrateError(
            "rules for languages other than Python need ast-grep", "pip install 'migrate-plan[languages]'"
        ) from error
    return SgRoot


@dataclass(frozen=True)
class ForeignRule:
    """A pattern and its replacement in some language; without `to` the code goes."""

    pattern: str
    to: str | None
    language: str
    matches: dict[str, str] = field(default_factory=dict)
    """Metavariable → a regular expression for its whole text."""
    paths: tuple[str, ...] = ()
    expected: Expected | None = None

    def checked(self) -> ForeignRule:
        """The rule itself. Raises ValueError for a pattern that the language's grammar does not take as a whole."""
        if self.language not in SUFFIXES:
            hint = nearest(self.language, SUFFIXES, "known are " + ", ".join(SUFFIXES))
            raise ValueError(f"no language is called `{self.language}`; {hint}")
        known = {a or b for a, b in METAVARIABLE.findall(self.pattern)}
        for text in (self.pattern, self.to or ""):
            if wrong := _error_in(text, self.language):
                raise ValueError(f"is not {self.language}: cannot be read from `{wrong}` on")
        for name in self.matches:
            if name not in known:
                raise ValueError(f"`where` speaks of `${name}`, which is not in the pattern")
        if unknown := {a or b for a, b in METAVARIABLE.findall(self.to or "")} - known:
            raise ValueError(f"`${sorted(unknown)[0]}` of `to` is not in the pattern")
        if not METAVARIABLE.sub("", self.pattern).strip(" \t\n;"):
            raise ValueError("a lone metavariable matches everything")
        if self.to is not None and not self.matches and _found(self, _plain(self.to)):
            raise ValueError(
                "`to` holds what the pattern matches, so that the rule would never end; "
                "say in `where` what it must not match"
            )
        return self


def _plain(text: str) -> str:
    """The text with its metavariables as names of the language."""
    return METAVARIABLE.sub(lambda match: f"migrate_{match[1] or match[2] or 'x'}", text)


def _error_in(text: str, language: str) -> str:
    """What of the text the grammar cannot read; empty where it can read all. A fragment may lack its semicolon."""
    first = ""
    for code in (_plain(text), _plain(text) + ";", f"void f(void) {{ {_plain(text)}; }}"):
        root = _sgroot()(code, language).root()
        waiting, bad = [root], ""
        while waiting and not bad:
            node = waiting.pop()
            if node.kind() == "ERROR" or (not node.text() and not node.children() and node is not root):
                bad = node.text() or code[node.range().start.index :][:20] or text[-20:]
            waiting += node.children()[::-1]
        if not bad:
            return ""
        first = first or bad
    return first


@dataclass(frozen=True)
class Found:
    """A match: characters from `start` to `end`, and the text of each metavariable."""

    start: int
    end: int
    captures: dict[str, str]


def _found(rule: ForeignRule, text: str) -> list[Found]:
    """The outermost matches in a text, in order."""
    root = _sgroot()(text, rule.language).root()
    ones = {b for _, b in METAVARIABLE.findall(rule.pattern) if b and not b.startswith("_")}
    manys = {a for a, _ in METAVARIABLE.findall(rule.pattern) if a and not a.startswith("_")}
    found: list[Found] = []
    shorter = re.sub(r"\s*,\s*\$\$\$(?:[A-Z_][A-Z0-9_]*)?", "", rule.pattern)
    nodes = list(root.find_all(pattern=rule.pattern))
    nodes += root.find_all(pattern=shorter) if shorter != rule.pattern else ()  # the comma goes with what follows it
    for node in nodes:
        captures: dict[str, str] = {}
        for name in ones:
            held = node.get_match(name)
            captures[name] = held.text() if held else ""
        for name in manys:
            listed = node.get_multiple_matches(name)
            captures[name] = text[listed[0].range().start.index : listed[-1].range().end.index] if listed else ""
        if all(re.fullmatch(regex, captures.get(name, ""), re.DOTALL) for name, regex in rule.matches.items()):
            place = node.range()
            found.append(Found(place.start.index, place.end.index, captures))
    kept: list[Found] = []
    for item in sorted(found, key=lambda item: (item.start, -item.end)):
        if not kept or item.start >= kept[-1].end:
            kept.append(item)
    return kept


def _filled(rule: ForeignRule, found: Found, newline: str, indent: str) -> str:
    """The replacement with what was captured; a comma beside an empty `$$$` goes with it."""
    text = (rule.to or "").strip("\n").replace("\n", newline + indent)
    for name in {a for a, _ in METAVARIABLE.findall(text) if a}:
        if not found.captures.get(name):
            text = re.sub(rf"\$\$\${name}\s*,\s*|\s*,\s*\$\$\${name}\b|\$\$\${name}\b", "", text)
    return METAVARIABLE.sub(lambda match: found.captures.get(match[1] or match[2], ""), text)


def rewrite(draft: Draft, rules: Sequence[ForeignRule], paths: Iterable[str]) -> None:
    """Carry the rules out in the files of their language. Raises Refused for rules without an end."""
    wanted = draft.workspace.glob(paths)
    counts = [0] * len(rules)
    done = [0] * len(rules)
    for path in wanted:
        mine = [
            at
            for at, rule in enumerate(rules)
            if path.suffix in SUFFIXES[rule.language] and (not rule.paths or path in draft.workspace.glob(rule.paths))
        ]
        if not mine:
            continue
        data = draft.workspace.read(path)
        words = [[word.encode() for word in _words(rules[at].pattern)] for at in mine]
        if not any(all(word in data for word in needles) for needles in words) and not any(
            rules[at].expected for at in mine
        ):
            continue
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            draft.note(f"{path}: left as it is: it is not UTF-8")
            continue
        for at in mine:
            rule = rules[at]
            newline = newline_of(data).decode()
            for rounds in range(ROUNDS):
                found = _found(rule, text)
                if not rounds:
                    counts[at] += len(found)
                    if rule.expected and rule.to:
                        twin = ForeignRule(rule.to, None, rule.language)
                        done[at] += len(_found(twin, text)) if METAVARIABLE.sub("", rule.to).strip() else 0
                if not found:
                    break
                text = _replaced(rule, found, text, newline)
            else:
                where = Location(path)
                raise Refused(
                    "endless", f"{path} would change again and again", "let `where` exclude what it makes", where
                )
        after = text.encode()
        if after != data:
            draft.write(path, after)
    for at, rule in enumerate(rules):
        draft.note(f"`{rule.pattern}`: {counts[at]} {'place' if counts[at] == 1 else 'places'}")
        count = counts[at] + (done[at] if rule.expected and counts[at] < rule.expected.min else 0)
        if rule.expected and (
            count < rule.expected.min or (rule.expected.max is not None and count > rule.expected.max)
        ):
            limit = f"at least {rule.expected.min}" if count < rule.expected.min else f"at most {rule.expected.max}"
            draft.refuse(
                "unexpected-count",
                f"`{rule.pattern}` has {count} places, and {limit} were expected",
                "look at the pattern, or change `expect`",
            )


def _words(pattern: str) -> list[str]:
    """The words that a file must hold for the pattern to match there."""
    return re.findall(r"[A-Za-z_]\w*", METAVARIABLE.sub(" ", pattern))


def _replaced(rule: ForeignRule, found: list[Found], text: str, newline: str) -> str:
    """The text with these matches replaced; deleted ones take their line with them where nothing else is on it."""
    data = text.encode("utf-8")
    offsets = [0]
    for letter in text:
        offsets.append(offsets[-1] + len(letter.encode("utf-8")))
    edits = []
    for item in found:
        start, end = item.start, item.end
        line = text.rfind("\n", 0, start) + 1
        before = text[line:start]
        if rule.to is None:
            stop = text.find("\n", end) + 1 or len(text)
            if not before.strip() and not text[end:stop].strip(" \t\r\n;"):
                start, end = line, stop
            new = ""
        else:
            new = _filled(rule, item, newline, before[: len(before) - len(before.lstrip())])
        edits.append(Edit(offsets[start], offsets[end], new.encode()))
    return apply_edits(data, edits).decode("utf-8")
