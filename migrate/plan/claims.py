"""Statements of a plan about the code, and whether they hold: checked statically, before anything is edited."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import PurePosixPath
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, model_validator

from migrate.options import Options
from migrate.python.definitions import Definitions, Found, Missing, members, methods
from migrate.python.loading import load_problem, undefined_names
from migrate.workspace import Workspace

Level = Literal["exact", "plain", "renamed"]
"""How equal: to the byte but for layout; but for docstrings, comments and annotations; up to renamed names and literals."""


class _Claim(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    @model_validator(mode="after")
    def _says_something(self) -> _Claim:
        subject, *rest = type(self).model_fields
        if not set(rest) - {"level"} & {key for key in self.model_fields_set if getattr(self, key) is not None}:
            raise ValueError(f"the claim names its `{subject}` and says nothing about it; add one of {', '.join(rest)}")
        return self


class PathClaim(_Claim):
    """A claim about one file, or (`exists` alone) about a folder."""

    path: str = Field(min_length=1, description="A file or folder, relative to the project's root.")
    exists: bool | None = Field(default=None, description="Whether it is there.")
    min_lines: int | None = Field(default=None, ge=0, description="It has at least so many lines.")
    max_lines: int | None = Field(default=None, ge=0, description="It has at most so many lines.")
    contains: str | None = Field(default=None, min_length=1, description="This text occurs in it, letter by letter.")
    undefined_names: bool | None = Field(
        default=None,
        description="Whether it uses names that are defined nowhere, so that it fails when they are reached.",
    )
    imports: bool | None = Field(
        default=None,
        description="Whether importing it can work: every internal import resolves and no name used at import is undefined.",
    )


class NameClaim(_Claim):
    """A claim about one module, class, function or other name."""

    name: str = Field(min_length=1, description="A dotted name: `pkg.module.Class` or `pkg.module.Class.method`.")
    exists: bool | None = Field(default=None, description="Whether it is defined (or imported) there.")
    min_lines: int | None = Field(default=None, ge=0, description="Its definition has at least so many lines.")
    max_lines: int | None = Field(default=None, ge=0, description="Its definition has at most so many lines.")
    min_methods: int | None = Field(default=None, ge=0, description="The class defines at least so many methods.")
    max_methods: int | None = Field(default=None, ge=0, description="The class defines at most so many methods.")


class NamesClaim(_Claim):
    """A claim about how equal two or more classes or functions are, each to the first."""

    names: tuple[str, ...] = Field(
        min_length=2, description="Dotted names of classes (or, with `equal`, of functions)."
    )
    equal_members: float | None = Field(
        default=None, ge=0, le=1, description="At least this share of members is equal: 0.4 for 40 %."
    )
    equal: bool | None = Field(
        default=None,
        description="Whether the whole definitions are equal; their own names count, but not at `renamed`.",
    )
    level: Level = Field(
        default="exact",
        description="What counts as equal: `exact`, `plain` (docstrings, comments, annotations aside), `renamed`.",
    )


class ModuleClaim(_Claim):
    """A claim about one module by its dotted name."""

    module: str = Field(min_length=1, description="A dotted module or package.")
    exists: bool | None = Field(default=None, description="Whether there is such a module.")
    imports: bool | None = Field(
        default=None,
        description="Whether importing it can work: every internal import resolves and no name used at import is undefined.",
    )
    undefined_names: bool | None = Field(default=None, description="Whether it uses names that are defined nowhere.")


SUBJECTS: dict[str, type[_Claim]] = {
    "path": PathClaim,
    "name": NameClaim,
    "names": NamesClaim,
    "module": ModuleClaim,
}


def _subject(claim: object) -> str | None:
    keys = set(claim if isinstance(claim, dict) else type(claim).model_fields if isinstance(claim, _Claim) else ())
    subjects = [f"a claim on {subject}" for subject in SUBJECTS if subject in keys]
    return subjects[0] if len(subjects) == 1 else None


Claim = Annotated[
    Annotated[PathClaim, Tag("a claim on path")]
    | Annotated[NameClaim, Tag("a claim on name")]
    | Annotated[NamesClaim, Tag("a claim on names")]
    | Annotated[ModuleClaim, Tag("a claim on module")],
    Discriminator(
        _subject,
        custom_error_type="claim_kind",
        custom_error_message="a claim is a table with exactly one of the keys `path`, `name`, `names`, `module`",
    ),
]


@dataclass(frozen=True, slots=True)
class ClaimResult:
    """A claim against what was found. `nearest` names what a plan's author may have meant, where the claim does not hold."""

    claim: str
    holds: bool
    found: str
    nearest: str = ""

    def line(self) -> str:
        """The result in one line."""
        return "; ".join(part for part in (f"{self.claim}: {self.found}", self.nearest) if part)


def check_claims(claims: Iterable[Claim], workspace: Workspace) -> list[ClaimResult]:
    """Each claim against the tree, in order, by reading only. What cannot be told does not hold."""
    tree = Definitions(workspace)
    return [_check(claim, tree) for claim in claims]


def check_names(options: Options, workspace: Workspace) -> list[ClaimResult]:
    """Every module, symbol, path and glob that the options name, against the tree."""
    tree = Definitions(workspace)
    return [_check_name(option, names.what, text, tree) for option, names, text in options.names()]


def written(claim: Claim) -> str:
    """The claim as its author wrote it, on one line."""
    keys = claim.model_dump(exclude_unset=True)
    return ", ".join(f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in keys.items())


class _Doubt(Exception):
    """A condition that does not hold, or cannot be told: what was found instead, and what may have been meant."""

    def __init__(self, found: str, nearest: str = "") -> None:
        super().__init__(found)
        self.found = found
        self.nearest = nearest


def _check(claim: Claim, tree: Definitions) -> ClaimResult:
    try:
        match claim:
            case PathClaim():
                found = _path(claim, tree)
            case NameClaim():
                found = _name(claim, tree)
            case NamesClaim():
                found = _names(claim, tree)
            case ModuleClaim():
                found = _module(claim, tree)
    except _Doubt as doubt:
        return ClaimResult(written(claim), False, doubt.found, doubt.nearest)
    return ClaimResult(written(claim), True, found)


def _check_name(option: str, what: str, text: str, tree: Definitions) -> ClaimResult:
    claim = f"{option} = {json.dumps(text, ensure_ascii=False)}"
    try:
        match what:
            case "module":
                found = str(_module_place(text, tree))
            case "symbol":
                found = _led_to(_find(text, tree))
            case "path":
                found = _itself(text, tree) or _there(text, tree)
            case _:
                files = tree.workspace.glob([text])
                if not files:
                    raise _Doubt("no file matches", _near_path(text, tree))
                found = f"{len(files)} files" if len(files) > 1 else str(files[0])
    except _Doubt as doubt:
        return ClaimResult(claim, False, doubt.found, doubt.nearest)
    return ClaimResult(claim, True, found)


# Paths


def _path(claim: PathClaim, tree: Definitions) -> str:
    if claim.exists is False:
        return _gone(claim.path, tree)
    found = [_there(claim.path, tree)]
    path = PurePosixPath(claim.path)
    asked = {key for key in claim.model_fields_set if getattr(claim, key) is not None}
    if asked <= {"path", "exists"}:
        return found[0]
    if not tree.workspace.exists(path):
        raise _Doubt(found[0] + ", not a file")
    found = []
    data = tree.workspace.read(path)
    if claim.min_lines is not None or claim.max_lines is not None:
        found.append(_within(_lines(data), "lines", claim.min_lines, claim.max_lines))
    if claim.contains is not None:
        at = data.find(claim.contains.encode())
        if at < 0:
            raise _Doubt("the text does not occur in it", _near_line(claim.contains, data))
        found.append(f"line {data.count(bytes([10]), 0, at) + 1}")
    if claim.undefined_names is not None:
        found.append(_undefined(claim.undefined_names, path, tree))
    if claim.imports is not None:
        module = tree.source(path).module if path.suffix in (".py", ".pyi") else ""
        if not module:
            raise _Doubt("not a module under the project's import roots")
        found.append(_imports(claim.imports, module, tree))
    return ", ".join(found)


def _itself(text: str, tree: Definitions) -> str:
    """A symlink, which is never read but may be deleted."""
    entry = tree.workspace.disk.get(PurePosixPath(text))
    return entry.skipped if entry and entry.mode == 0o120000 else ""


def _there(text: str, tree: Definitions) -> str:
    path = PurePosixPath(text)
    if tree.workspace.exists(path):
        return "it exists"
    if tree.workspace.is_folder(path):
        return f"a folder of {len(tree.workspace.below(path))} files"
    if path in tree.workspace.skipped:
        raise _Doubt(f"it is there but not read: {tree.workspace.skipped[path]}")
    raise _Doubt("no such file or folder", _near_path(text, tree))


def _gone(text: str, tree: Definitions) -> str:
    path = PurePosixPath(text)
    if tree.workspace.exists(path) or tree.workspace.is_folder(path) or path in tree.workspace.skipped:
        raise _Doubt("it exists")
    return "no such file or folder"


def _within(count: int, what: str, least: int | None, most: int | None) -> str:
    found = f"{count:,} {what}"
    if (least is not None and count < least) or (most is not None and count > most):
        raise _Doubt(found)
    return found


def _lines(data: bytes) -> int:
    return len(re.findall(rb"\r\n|\r|\n", data)) + (not data.endswith((b"\n", b"\r")) and bool(data))


def _undefined(expected: bool, path: PurePosixPath, tree: Definitions) -> str:
    try:
        names = undefined_names(tree.source(path))
    except SyntaxError as error:
        raise _Doubt(f"{path}:{error.lineno or 1} does not parse: {error.msg}") from error
    listed = ", ".join(f"`{name}` at line {line}" for name, line in names[:5]) + (", …" if len(names) > 5 else "")
    found = f"undefined: {listed}" if names else "every name is defined"
    if bool(names) != expected:
        raise _Doubt(found)
    return found


# Names


def _name(claim: NameClaim, tree: Definitions) -> str:
    if claim.exists is False:
        led = tree.find(claim.name)
        if isinstance(led, Found) or claim.name in tree.namespaces:
            raise _Doubt(f"it exists: {_led_to(led)}" if isinstance(led, Found) else "it exists: a namespace package")
        if led.reason:
            raise _Doubt(f"it cannot be told: {led.reason}")
        return "no such name"
    led = _find(claim.name, tree)
    found = [_led_to(led)]
    if claim.min_lines is not None or claim.max_lines is not None:
        count = led.definition.lines if led.definition else _lines(tree.workspace.read(led.path))
        found.append(_within(count, "lines", claim.min_lines, claim.max_lines))
    if claim.min_methods is not None or claim.max_methods is not None:
        names = methods(_class_at(claim.name, led), tree.source(led.path))
        found.append(_within(len(names), "methods", claim.min_methods, claim.max_methods))
    return ", ".join(found)


def _led_to(led: Found) -> str:
    what = str(led.definition) if led.definition else f"module at {led.path}"
    return f"{what}, by way of {', '.join(led.via)}" if led.via else what


def _find(dotted: str, tree: Definitions) -> Found:
    led = tree.find(dotted)
    if isinstance(led, Found):
        return led
    if dotted in tree.namespaces:
        raise _Doubt("a namespace package, which defines nothing itself")
    if led.path is None:
        if led.reason:
            raise _Doubt(led.reason)
        raise _Doubt(f"no module leads to it: `{led.module}` has no `{led.name}`" if led.module else f"no module `{led.name}`",
                     _near_module(dotted, tree))  # fmt: skip
    if led.holder is not None and not led.reason:
        raise _Doubt(f"no `{led.name}` in {led.holder}", _near_member(led, tree))
    if led.reason:
        raise _Doubt(f"no `{led.name}` in {led.path} that its text shows: {led.reason}")
    raise _Doubt(f"no `{led.name}` in {led.path}", _near_symbol(led, tree))


def _class_at(name: str, led: Found) -> ast.ClassDef:
    if led.definition is None or not isinstance(led.definition.node, ast.ClassDef):
        raise _Doubt(f"`{name}` is not a class but a {_led_to(led)}")
    return led.definition.node


def _names(claim: NamesClaim, tree: Definitions) -> str:
    first, *others = [(name, _find(name, tree)) for name in claim.names]
    return "; ".join(_pair(claim, first, other, tree) for other in others)


def _pair(claim: NamesClaim, first: tuple[str, Found], other: tuple[str, Found], tree: Definitions) -> str:
    found = []
    if claim.equal is not None:
        a, b = (_digests(name, led, tree) for name, led in (first, other))
        same = a[claim.level] == b[claim.level]
        found.append(f"{first[0]} and {other[0]} are {'equal' if same else 'not equal'}")
        if same != claim.equal:
            raise _Doubt(found[0])
    if claim.equal_members is not None:
        from migrate.python import clones

        ours, theirs = (_members(name, led, tree) for name, led in (first, other))
        share = clones.equal_members(ours, theirs, claim.level)
        there = {digests[claim.level] for digests in theirs.values()}
        equal = [name for name, digests in ours.items() if digests[claim.level] in there]
        listed = f": {', '.join(equal[:5])}{', …' if len(equal) > 5 else ''}" if equal else ""
        found.append(
            f"{share:.0%} of the smaller's members are equal ({first[0]} has {len(ours)}, {other[0]} has {len(theirs)}){listed}"
        )
        if share < claim.equal_members:
            raise _Doubt(found[-1])
    return ", ".join(found)


def _digests(name: str, led: Found, tree: Definitions) -> Mapping[Level, str]:
    """What the whole definition is equal to, at each level."""
    from migrate.python import clones  # with numpy, which few plans need

    if led.definition is None or led.definition.kind not in ("class", "function"):
        raise _Doubt(f"`{name}` is neither a class nor a function but a {_led_to(led)}")
    outer, _, own = led.symbol.rpartition(".")
    return clones.members(tree.source(led.path).data, outer)[own]


def _members(name: str, led: Found, tree: Definitions) -> Mapping[str, Mapping[Level, str]]:
    from migrate.python import clones  # with numpy, which few plans need

    _class_at(name, led)
    return clones.members(tree.source(led.path).data, led.symbol)


# Modules


def _module_place(dotted: str, tree: Definitions) -> PurePosixPath | str:
    if dotted in tree.modules:
        return tree.modules[dotted]
    if dotted in tree.namespaces:
        return "a namespace package"
    raise _Doubt(f"no module `{dotted}`", _near_module(dotted, tree))


def _module(claim: ModuleClaim, tree: Definitions) -> str:
    if claim.exists is False:
        if claim.module in tree.modules or claim.module in tree.namespaces:
            raise _Doubt(f"it exists: {_module_place(claim.module, tree)}")
        return "no such module"
    place = _module_place(claim.module, tree)
    found = [str(place)]
    if claim.imports is not None:
        found.append(_imports(claim.imports, claim.module, tree))
    if claim.undefined_names is not None and isinstance(place, PurePosixPath):
        found.append(_undefined(claim.undefined_names, place, tree))
    return ", ".join(found)


def _imports(expected: bool, module: str, tree: Definitions) -> str:
    problem = load_problem(module, tree)
    found = f"it cannot be imported: {problem[0]}: {problem[1]}" if problem else "nothing keeps it from being imported"
    if expected == bool(problem):
        raise _Doubt(found)
    return found


# What may have been meant


def _near_path(text: str, tree: Definitions) -> str:
    name = PurePosixPath(text).name
    files = [str(file) for file in tree.workspace.files]
    same = [file for file in files if PurePosixPath(file).name == name]
    return _or([*same[:3]] or get_close_matches(text, files, n=3, cutoff=0.6))


def _near_module(dotted: str, tree: Definitions) -> str:
    last = dotted.rpartition(".")[2]
    same = [module for module in tree.modules if module.rpartition(".")[2] == last and module != dotted]
    places = "; ".join(f"`{last}` is defined at {place}" for place in tree.elsewhere(last)[:2])
    return _or(same[:3]) or places or _or(get_close_matches(dotted, list(tree.modules), n=3, cutoff=0.6))


def _near_member(missing: Missing, tree: Definitions) -> str:
    if missing.holder is None or missing.path is None or not isinstance(missing.holder.node, ast.ClassDef):
        return ""
    known = list(dict.fromkeys(d.name for d in members(missing.holder.node, tree.source(missing.path))))
    return _or(get_close_matches(missing.name, known, n=3, cutoff=0.5))


def _near_symbol(missing: Missing, tree: Definitions) -> str:
    """The nearest names of that file, where it is defined instead, and (for a class) which class there is the largest."""
    assert missing.path is not None
    table = {name: found for name, found in tree.of(missing.path).items() if name != "*"}
    hints = [_or(get_close_matches(missing.name, list(table), n=3, cutoff=0.6))]
    hints += [f"`{missing.name}` is defined at {place}" for place in tree.elsewhere(missing.name)[:2]]
    largest = max(
        (d for found in table.values() for d in found if d.kind == "class"), key=lambda d: d.lines, default=None
    )
    if missing.name[:1].isupper() and largest and not any(hints):
        hints.append(f"`{largest.name}`, {largest.lines:,} lines, is the largest class there")
    return "; ".join(hint for hint in hints if hint)


def _near_line(text: str, data: bytes) -> str:
    lines = [line.strip() for line in data.decode(errors="replace").splitlines()]
    close = get_close_matches(text.strip(), [line for line in lines if len(line) <= 200][:5000], n=1, cutoff=0.7)
    return f"the nearest line is {json.dumps(close[0], ensure_ascii=False)}" if close else ""


def _or(names: Sequence[str]) -> str:
    return "did you mean " + " or ".join(f"`{name}`" for name in names) + "?" if names else ""
