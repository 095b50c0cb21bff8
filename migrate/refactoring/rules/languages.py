"""Pattern rules for languages other than Python, matched by ast-grep; the edits are ours."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
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
AROUND = {
    "c": [("void f(void) { ", "; }"), ("int migrate_variable = ", ";")],
    "cpp": [("void f() { ", "; }"), ("auto migrate_variable = ", ";")], "java": [("class A { void f() { ", "; } }")],
    "csharp": [("class A { void f() { ", "; } }")], "go": [("package p\nfunc f() { ", " }")],
    "rust": [("fn f() { ", "; }")], "php": [("<?php ", ";")], "swift": [("func f() { ", " }")],
    "kotlin": [("fun f() { ", " }")], "scala": [("object A { def f() = { ", " } }")],
}  # fmt: skip
"""What stands around a piece of code for its grammar to take it for what it means: `f(x)` alone declares something in C."""
AS_TYPE = "", " migrate_variable;"
"""Around a type of C: `ns::T<A>` alone reads as the beginning of a call."""
PROVEN = ("c", "cpp")
"""Languages whose patterns must be found in their own text: there one that is read in another way is easily written."""
NAME = re.compile(r"[A-Za-z_]\w*")
LAST_OF_BLOCK = re.compile(r"(?<=[{;}])(\s*\$\$\$\w*)(?:\s*;)?(?=\s*\})")
"""`{ $$$B; }` and `{ $$$B }`: both mean whatever statements there are."""
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
        """The rule as it is carried out. Raises ValueError for a pattern that the language's grammar does not take as a whole."""
        if self.language in PROVEN and (LAST_OF_BLOCK.search(self.pattern) or LAST_OF_BLOCK.search(self.to or "")):
            plainer = replace(
                self,
                pattern=LAST_OF_BLOCK.sub(r"\1", self.pattern),
                to=LAST_OF_BLOCK.sub(r"\1", self.to) if self.to else self.to,
            )
            if plainer != self:
                return plainer.checked()
        if self.language not in SUFFIXES:
            hint = nearest(self.language, SUFFIXES, "known are " + ", ".join(SUFFIXES))
            raise ValueError(f"no language is called `{self.language}`; {hint}")
        known = {a or b for a, b in METAVARIABLE.findall(self.pattern)}
        if not _searches(self.pattern, self.language):
            raise ValueError(_why_not(self.pattern, self.language))
        if self.language in PROVEN and _is_both(self.pattern, self.language):
            raise ValueError(
                f"`{self.pattern.strip()}` declares something in {self.language}, though it looks like an expression; "
                "leave out the `;` to match the expression"
            )
        before, after, _, plain = _readings(self.to, self.language)[0] if self.to else ("", "", "", "")
        for name in self.matches:
            if name not in known:
                raise ValueError(f"`where` speaks of `${name}`, which is not in the pattern")
        if unknown := {a or b for a, b in METAVARIABLE.findall(self.to or "")} - known:
            raise ValueError(f"`${sorted(unknown)[0]}` of `to` is not in the pattern")
        if not METAVARIABLE.sub("", self.pattern).strip(" \t\n;"):
            raise ValueError("a lone metavariable matches everything")
        if self.to is not None and not self.matches and _found(self, before + plain + after):
            raise ValueError(
                "`to` holds what the pattern matches, so that the rule would never end; "
                "say in `where` what it must not match"
            )
        return self


def _plain(text: str) -> str:
    """The text with its metavariables as names of the language."""
    return METAVARIABLE.sub(lambda match: f"migrate_{match[1] or match[2] or 'x'}", text)


def _metavariables(text: str) -> str:
    """The text that `_plain` gave, as it was written."""
    return re.sub(r"\bmigrate_([A-Z_][A-Z0-9_]*|x)\b", lambda match: "$" + match[1], text)


def _readings(text: str, language: str) -> list[tuple[str, str, str, str]]:
    """The ways to read a fragment: what stands before it, what after it, the kind of node that it is there, and the code there.

    The kind is empty where the grammar takes the fragment by itself. Raises ValueError where it takes it nowhere.
    """
    found, wrong = [], ""
    types = [AS_TYPE] if language in PROVEN else []
    plains = [_plain(text)]
    if language in PROVEN and LAST_OF_BLOCK.search(text):
        plains.append(_plain(LAST_OF_BLOCK.sub(r"\1;", text)))
    for before, after in (*AROUND.get(language, ()), ("", ""), ("", ";"), *types):
        framed = bool(before) or (before, after) == AS_TYPE
        for plain in plains:
            bad, kind = _reading(before, plain, after, language)
            if not bad and (kind or not framed):
                found.append((before, after, kind if framed else "", plain))
                break
            wrong = wrong or bad
    if not found:
        at = f": cannot be read from `{_metavariables(wrong.splitlines()[0])}` on" if wrong.strip() else ""
        raise ValueError(f"`{text}` is not {language}{at}")
    return found


def _reading(before: str, plain: str, after: str, language: str) -> tuple[str, str]:
    """Where the code cannot be read (empty: it can), and the kind of the innermost node that is all of `plain`."""
    code = before + plain + after
    root = _sgroot()(code, language).root()
    span = len(before), len(code) - len(after)
    waiting, bad, kind = [root], "", ""
    while waiting:
        node = waiting.pop()
        place = node.range()
        if node.kind() == "ERROR" or (place.start.index == place.end.index and node is not root):
            bad = bad or node.text() or code[place.start.index :][:20] or plain[-20:]
        if (place.start.index, place.end.index) == span and node.is_named():
            kind = node.kind()  # the innermost: a call, not the statement that it is as well
        waiting += node.children()[::-1]
    return bad, kind


@lru_cache(maxsize=256)
def _searches(pattern: str, language: str) -> tuple[dict[str, Any], ...]:
    """What ast-grep is asked for a pattern, once for each way to read it. Raises ValueError where the grammar takes it nowhere.

    None where no search finds even the pattern's own text: with it nothing would ever be found, and nobody would be told.
    """
    if language in PROVEN and NAME.fullmatch(pattern.strip()):
        return _searches_of_name(pattern.strip(), language)
    found: list[dict[str, Any]] = []
    for before, after, kind, plain in _readings(pattern, language):
        if after and not kind:
            continue
        wanted: Any = {"context": before + pattern + after, "selector": kind} if kind else pattern
        code = before + plain + after
        try:
            nodes = _sgroot()(code, language).root().find_all(pattern=wanted)
        except RuntimeError:  # a pattern that is more than one node
            continue
        end = len(code) - len(after)
        if language not in PROVEN or any(
            node.range().start.index == len(before) and code[node.range().end.index : end] in ("", ";")
            for node in nodes
        ):
            found.append({"pattern": wanted})
    return tuple(found)


def _searches_of_name(name: str, language: str) -> tuple[dict[str, Any], ...]:
    """What finds a variable, a function or a type of that name, in whatever it stands; members are none of them."""
    found = []
    for kinds, code in (
        (("identifier",), f"void f() {{ {name}; }}"),
        (("type_identifier", "primitive_type"), f"{name} x;"),
    ):
        root = _sgroot()(code, language).root()
        asked = ({"kind": kind, "regex": f"^{name}$"} for kind in kinds)
        found += [wanted for wanted in asked if root.find(**wanted) and not root.find(kind="ERROR")]
    return tuple(found)


def _is_both(pattern: str, language: str) -> bool:
    """Whether it is a declaration as it stands, and an operation without its `;`: `a * $B;`."""
    if not pattern.rstrip().endswith(";") or _readings(pattern, language)[0][2] != "declaration":
        return False
    try:
        readings = _readings(pattern.rstrip()[:-1], language)
    except ValueError:
        return False
    return any(kind == "binary_expression" for _, _, kind, _ in readings)


def _why_not(pattern: str, language: str) -> str:
    """What is wrong with a pattern that the grammar takes and that would find nothing."""
    plain = pattern.rstrip()
    if plain.endswith(";") and _can_be_searched(plain[:-1], language):
        return f"`{plain}` is more than one piece of {language}; leave out the `;` at its end"
    if not plain.endswith((";", "}")) and _can_be_searched(f"{plain};", language):
        return f"`{plain}` is no expression of {language}; with a `;` at its end it matches the whole statement"
    return (
        f"`{plain}` would find nothing: {language} reads it in another way than the code that it is to match; "
        "match a whole expression, statement or definition, with metavariables for whole names or expressions"
    )


def _can_be_searched(pattern: str, language: str) -> bool:
    try:
        return bool(_searches(pattern, language))
    except ValueError:
        return False


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
    nodes: list[Any] = []
    for pattern in dict.fromkeys((rule.pattern, shorter)):  # the comma goes with what follows it
        for wanted in _searches(pattern, rule.language):
            nodes += root.find_all(**wanted)
    for node in nodes:
        captures: dict[str, str] = {}
        for name in ones:
            held = node.get_match(name)
            captures[name] = held.text() if held else ""
        for name in manys:
            listed = node.get_multiple_matches(name)
            captures[name] = text[listed[0].range().start.index : listed[-1].range().end.index] if listed else ""
        if all(re.fullmatch(regex, captures.get(name, ""), re.DOTALL) for name, regex in rule.matches.items()):
            start, end = node.range().start.index, node.range().end.index
            if text[start:end].endswith(";") and not rule.pattern.rstrip().endswith(";"):
                end -= 1
            found.append(Found(start, end, captures))
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
