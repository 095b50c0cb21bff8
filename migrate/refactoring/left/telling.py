"""Tells users what moved: an entry in the changelog, a page of the guide, and a plan that they run on their own code."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from migrate.errors import MigrateError
from migrate.model import Location, Move
from migrate.python.edits import newline_of
from migrate.refactoring.draft import Draft
from migrate.refactoring.left.shims import shim_in
from migrate.refactoring.refused import Refused
from migrate.references.index import Index
from migrate.workspace import check_inside

WRITTEN = "written by `migrate`, codemod `compat`"
"""Marks a page or plan that is written anew each time."""

MARKDOWN = re.compile(r"(?m)^(#{1,6})[ \t]+(.+?)[ \t]*#*[ \t]*$")
UNDERLINED = re.compile(r"(?m)^(\S.*)\n(([=\-~^\"'`#*+])\3{2,})[ \t]*$")
NEWEST = re.compile(r"unreleased|upcoming|next|develop|\bdev\b|not yet|master|main", re.IGNORECASE)
NUMBERED = re.compile(r"\d+\.\d+")
BULLET = re.compile(r"(?m)^([-*+][ \t]+)\S")


def changelog(draft: Draft, path: PurePosixPath, moves: Sequence[Move]) -> None:
    """An entry for each move below the heading of the newest version, in the file's own kind of list.

    Refuses a file without such a heading. A move whose two names stand in one entry already is told.
    """
    data = draft.workspace.read(path)
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise Refused("not-utf-8", f"{path}: {error.reason}", "write the entry by hand", Location(path)) from error
    line = newline_of(data).decode()
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    quote = "``" if path.suffix == ".rst" or (UNDERLINED.search(text) and "``" in text) else "`"
    untold = [move for move in moves if not _is_told(text, move, quote)]
    if not untold:
        return
    index = Index(draft.after())
    new = [f"{quote}{move.old}{quote} is now {quote}{move.new}{quote}{_ending(index, move)}." for move in untold]
    start, end, level = _newest(path, text)
    body = text[start:end]
    bullet = BULLET.search(body)
    marker = bullet.group(1) if bullet else "- "
    listed = "".join(f"{marker}{entry}\n" for entry in new)
    position, apart = _position(body, level)
    head, tail = text[: start + position], text[start + position :]
    after = "" if not tail or tail.startswith(("\n", marker)) else "\n"
    result = (
        head
        + ("" if head.endswith("\n\n") else "\n" if head.endswith("\n") else "\n\n")
        + apart
        + listed
        + after
        + tail
    )
    draft.write(path, result.replace("\n", line).encode())


def _ending(index: Index, move: Move) -> str:
    fate = _fate(index, move)
    return f"; the old name {fate.replace(', goes', ' and goes')}" if fate != "works" else ""


def _is_told(text: str, move: Move, quote: str) -> bool:
    old, new = f"{quote}{move.old}{quote}", f"{quote}{move.new}{quote}"
    return any(old in line and new in line for line in text.split("\n"))


def _newest(path: PurePosixPath, text: str) -> tuple[int, int, int]:
    """Where the section of the newest version begins and ends, and its level (0 for underlined headings)."""
    found: list[tuple[int, int, str, str]] = []
    for match in MARKDOWN.finditer(text) if path.suffix != ".rst" else ():
        found.append((match.start(), match.end(), match.group(1), match.group(2)))
    for match in UNDERLINED.finditer(text):
        found.append((match.start(), match.end(), match.group(3), match.group(1)))
    found.sort()
    for count, (_, end, kind, title) in enumerate(found):
        stop = next((start for start, _, other, _ in found[count + 1 :] if _closes(kind, other)), len(text))
        if (NEWEST.search(title) or NUMBERED.search(title)) and not ("\n" not in text[end:stop].strip() and not count):
            return end + 1 if end < len(text) else end, stop, len(kind) if kind.startswith("#") else 0
    raise Refused("no-heading", f"{path} has no heading of a version", "begin one: `## Unreleased`", Location(path))


def _closes(kind: str, other: str) -> bool:
    """Whether a heading ends the section of another: one as high or higher; of underlines, one of the same kind."""
    return len(other) <= len(kind) if kind.startswith("#") and other.startswith("#") else kind == other


def _position(body: str, level: int) -> tuple[int, str]:
    """Where in the section the entries go, and the heading that they need: beside others like them, else first."""
    if level:
        below = re.compile(rf"(?m)^#{{{level + 1}}}[ \t]+(.+?)[ \t]*$")
        for match in below.finditer(body):
            if match.group(1).lower() in ("deprecated", "deprecations"):
                bullet = BULLET.search(body, match.end())
                return (bullet.start() if bullet else match.end() + 1), ""
        first = below.search(body)
        if first:
            return first.start(), f"{'#' * (level + 1)} Deprecated\n\n"
    bullet = BULLET.search(body)
    return (bullet.start() if bullet else len(body.rstrip("\n")) + 1 if body.strip() else 0), ""


def guide(
    draft: Draft, path: PurePosixPath, moves: Sequence[Move], remove_in: str | None, plan_file: str | None = None
) -> None:
    """A Markdown page with every move, what has become of the old name, and how to follow. Refuses a page of other origin."""
    _check_ours(draft, path)
    index = Index(draft.after())
    rows = "".join(f"| `{move.old}` | `{move.new}` | {_fate(index, move)} |\n" for move in moves)
    until = f" They go in {remove_in}." if remove_in else ""
    name = PurePosixPath(plan_file).name if plan_file else "following.toml"
    if plan_file:
        how = f"Copy `{plan_file}` of this project into the top folder of yours, and run:\n"
    else:
        how = (
            f"Write this as `{name}` into the top folder of your project, and run the two commands below:\n\n```toml\n"
        )
        how += f"{_plan_text(draft.index, moves)}```\n"
    _write(
        draft,
        path,
        f"""<!-- {WRITTEN}: changes by hand are lost -->

# Names that moved

Old names that still work give a `DeprecationWarning` when they are used.{until} Your tests find the uses:

```sh
python -W error::DeprecationWarning -m pytest
```

| old | new | the old name |
|---|---|---|
{rows}
`migrate` changes imports, uses and strings for you. {how}
```sh
migrate --plan {name} apply --dry-run   # shows the changes
migrate --plan {name} apply
```
""",
    )


def plan(draft: Draft, path: PurePosixPath, moves: Sequence[Move]) -> None:
    """A plan by which users follow the moves in their own tree. Refuses a file of other origin."""
    _check_ours(draft, path)
    _write(draft, path, f"# {WRITTEN}: changes by hand are lost\n{_plan_text(draft.index, moves)}")


def _plan_text(index: Index, moves: Sequence[Move]) -> str:
    tops = ", ".join(dict.fromkeys(move.old.partition(".")[0] for move in moves)) or "nothing"
    lines = [
        f"# Run it in the project that uses {tops}: `migrate --plan THIS_FILE apply`.",
        "",
        "[project]",
        f"name = {_quoted(f'follow the moves of {tops}')}",
        "",
        "[[phase]]",
        "id = 1",
        f"title = {_quoted(f'Follow the moves of {tops}')}",
        "",
        "  [[phase.step]]",
        '  id = "1.1"',
        f"  title = {_quoted(f'Use the new names of {tops}')}",
        '  codemod = "follow-moves"',
    ]
    for kind, table in (("module", "modules"), ("symbol", "symbols")):
        chosen = [move for move in moves if move.kind == kind and _is_followed(index, move)]
        if chosen:
            lines += ["", f"  [phase.step.{table}]"]
            lines += [f"  {_quoted(move.old)} = {_quoted(move.new)}" for move in chosen]
    by_hand = [f"# {move.old} -> {move.new}" for move in moves if not _is_followed(index, move)]
    if by_hand:
        lines += ["", "# To be followed by hand, since they went into a class or out of one:", *by_hand]
    return "\n".join(lines) + "\n"


def _is_followed(index: Index, move: Move) -> bool:
    """Whether an import of the old name can become one of the new: not where one of them is a member of a class."""
    old, new = move.old.rpartition(".")[0], move.new.rpartition(".")[0]
    there = index.names.meaning(old)
    return move.kind == "module" or old == new or (index.names.is_module(new) and not (there and there.name))


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _fate(index: Index, move: Move) -> str:
    home, _, name = move.old.rpartition(".")
    for around, asked in ((move.old, ""), (home, name)):
        there = index.names.module(around)
        shim = shim_in(there) if there else None
        if shim and asked in shim.versions:
            version = shim.versions[asked]
            return f"warns, goes in {version}" if version else "warns"
        if shim and not asked:
            versions = sorted(set(shim.versions.values()))
            return f"warns, goes in {', '.join(versions)}" if any(versions) else "works"
    if warning := _own_warning(index, home, name, move.old):
        return warning
    meaning = index.names.meaning(move.old)
    works = meaning is not None and (move.left != "nothing" or not meaning.rest)
    return "works" if works else "is gone"


def _own_warning(index: Index, home: str, name: str, old: str) -> str:
    """What a function that was left to call the new one says of its end, if it warns at all."""
    module = index.names.module(home)
    for node in module.source.tree.body if module else ():
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name == name:
            for part in ast.walk(node):
                if isinstance(part, ast.Constant) and str(part.value).startswith(f"{old} is deprecated"):
                    version = re.search(r" goes in (\S+): use ", str(part.value))
                    return f"warns, goes in {version[1]}" if version else "warns"
    return ""


def _check_ours(draft: Draft, path: PurePosixPath) -> None:
    try:
        check_inside(path)
    except MigrateError as error:
        raise Refused("outside", error.what, error.hint) from error
    if draft.workspace.exists(path) and WRITTEN.encode() not in draft.workspace.read(path).partition(b"\n")[0]:
        raise Refused("place-taken", f"{path} was written by somebody else", "choose another path", Location(path))


def _write(draft: Draft, path: PurePosixPath, text: str) -> None:
    draft.write(path, text.encode())
