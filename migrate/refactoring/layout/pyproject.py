"""Puts metadata into pyproject.toml: what is there stays, byte for byte, and is compared; what is not there is added."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from migrate.model import Json, Location
from migrate.refactoring.layout.metadata import Wanted
from migrate.refactoring.refused import Refused

PATH = "pyproject.toml"
SETUPTOOLS = "setuptools>=61"
"""The first that reads `[project]`."""
FIRST_TOOL = re.compile(r"^\[\[?tool\b", re.MULTILINE)

Same = Callable[[Json, Json], bool]


@dataclass
class Merging:
    """One pyproject.toml, and what it is to hold. Raises Refused where the two do not say the same."""

    text: str
    wanted: Wanted
    same_packages: Same
    manifest: bool
    """Whether there is a MANIFEST.in, which says what files a package includes."""
    rows: list[tuple[Json, ...]] = field(default_factory=list)
    """(key, what pyproject.toml says, what setup.py says, what becomes of it)."""
    notes: list[str] = field(default_factory=list)

    def merged(self) -> str:
        """The text of the file with the metadata in it."""
        import tomlkit  # only this codemod needs it
        from tomlkit.exceptions import ParseError

        try:
            self.there = tomlkit.parse(self.text)
        except ParseError as error:
            where = Location(PurePosixPath(PATH), error.line)
            raise Refused("syntax-error", f"{PATH} cannot be parsed: {error}", "mend the file first", where) from error
        self.new = tomlkit.document()
        self._build_system()
        self._project()
        self._setuptools()
        if conflicts := [row for row in self.rows if row[3] == "conflict"]:
            keys = ", ".join(f"`{row[0]}`" for row in conflicts)
            reason = f"{PATH} and setup.py say different things of {keys}"
            raise Refused("conflict", reason, "make the two say the same first", Location(PurePosixPath(PATH)))
        return self._joined(tomlkit.dumps(self.there), tomlkit.dumps(self.new))

    def _build_system(self) -> None:
        known = self.there.get("build-system")
        if known is None:
            self.new["build-system"] = _table(
                {"requires": [SETUPTOOLS, *self.wanted.requires], "build-backend": "setuptools.build_meta"}
            )
            return
        backend = str(known.get("build-backend", "setuptools.build_meta"))
        where = Location(PurePosixPath(PATH))
        if not backend.startswith("setuptools."):
            raise Refused("other-backend", f"{PATH} builds with `{backend}`", "delete setup.py by `delete-path`", where)
        requires = known.get("requires", [])
        for count, text in enumerate(list(requires)):
            requirement = _requirement(text)
            if requirement and canonicalize_name(requirement.name) == "setuptools":
                if any(
                    item.operator in ("==", "<", "<=", "~=") and _below(item.version) for item in requirement.specifier
                ):
                    reason = f"{PATH} builds with `{text}`, which does not read `[project]`"
                    raise Refused("old-setuptools", reason, "raise the bound to 61 first", where)
                lower = [item.version for item in requirement.specifier if item.operator in (">=", ">")]
                if "project" not in self.there and (not lower or all(map(_below, lower))):
                    if len(requirement.specifier) > len(lower):
                        reason = f"{PATH} builds with `{text}`"
                        raise Refused("old-setuptools", reason, "raise the lower bound to 61 first", where)
                    requires[count] = SETUPTOOLS
        names = {canonicalize_name(item.name) for text in requires if (item := _requirement(text))}
        for text in self.wanted.requires:
            needed = _requirement(text)
            if needed and canonicalize_name(needed.name) not in names:
                requires.append(text)

    def _project(self) -> None:
        wanted, known = self.wanted, self.there.get("project")
        if known is None:
            whole = {key: wanted.project[key] for key in _ordered(wanted.project)}
            if wanted.dynamic:
                whole = {"name": whole.pop("name", None), "dynamic": sorted(wanted.dynamic), **whole}
            if not whole.get("name"):
                where = next(iter(wanted.places.values()), Location(PurePosixPath(PATH)))
                raise Refused("no-name", "nobody says what the project is called", "say `name` in setup() first", where)
            self.new["project"] = _table(whole)
            self.rows += [(key, "", _shown(wanted.project[key]), "added") for key in _ordered(wanted.project)]
            self.rows += [(key, "", _shown(source), "dynamic") for key, source in wanted.dynamic.items()]
            self._sources(wanted.dynamic)
            return
        dynamic = known.get("dynamic", [])
        for key in _ordered(wanted.project):
            value = wanted.project[key]
            if key in known:
                self._compare(key, _plain(known[key]), value, _same)
            elif key in dynamic and key not in self._known_sources:
                dynamic.remove(key)
                _append(known, key, _item(value))
                self.rows.append((key, "dynamic", _shown(value), "added"))
            else:
                self._left_out(key, value)
        if "dynamic" in known and not dynamic:
            del known["dynamic"]
        for key, source in wanted.dynamic.items():
            if key in known:
                self._compare(key, _plain(known[key]), source, lambda one, other: False)
            elif key not in dynamic:
                self._left_out(key, source)
            elif key in self._known_sources:
                self._compare(f"dynamic.{key}", self._known_sources[key], source, _same)
            else:
                self._sources({key: source})
                self.rows.append((key, "dynamic", _shown(source), "dynamic"))

    @property
    def _known_sources(self) -> Mapping[str, Any]:
        return _plain(self.there.get("tool", {}).get("setuptools", {}).get("dynamic", {})) or {}

    def _sources(self, sources: Mapping[str, Json]) -> None:
        found = {key: source for key, source in sources.items() if source is not None}
        if found:
            self._add("dynamic", found)
        if self.wanted.scm is not None and "setuptools_scm" not in self.there.get("tool", {}):
            tool = self.new.setdefault("tool", _table({}, super_table=True))
            tool["setuptools_scm"] = _table(self.wanted.scm)

    def _left_out(self, key: str, value: Json) -> None:
        if value not in (None, "", [], {}):
            self.rows.append((key, "", _shown(value), "left out"))
            where = self.wanted.places.get(key, Location(PurePosixPath(PATH)))
            self.notes.append(f"{where}: `{key}` is left out, as setuptools does: `[project]` does not say it")

    def _setuptools(self) -> None:
        known = _plain(self.there.get("tool", {}).get("setuptools", {})) or {}
        wanted = dict(self.wanted.setuptools)
        if "project" not in self.there and self.manifest and not wanted.get("include-package-data"):
            wanted["include-package-data"] = False  # setuptools includes it wherever there is a `[project]`
        find = known.get("packages", {}) if isinstance(known.get("packages"), dict) else {}
        for key, value in wanted.items():
            if key in known:
                self._compare(
                    f"tool.setuptools.{key}", known[key], value, self.same_packages if key == "packages" else _same
                )
            elif key == "package-dir" and [value.get("")] == find.get("find", {}).get("where") and len(value) == 1:
                self.rows.append((f"tool.setuptools.{key}", "as where packages are", _shown(value), "the same"))
            else:
                self._add(key, value)
                self.rows.append((f"tool.setuptools.{key}", "", _shown(value), "added"))

    def _add(self, key: str, value: Json) -> None:
        """Put a key into `[tool.setuptools]`, where that stands or, if it does not stand yet, in what is new."""
        document: Any = self.there if "setuptools" in self.there.get("tool", {}) else self.new
        if document is self.new and "tool" not in self.new:
            self.new["tool"] = _table({}, super_table=True)
        tool = document["tool"]
        if "setuptools" not in tool:
            tool["setuptools"] = _table({}, super_table=isinstance(value, dict))
        if isinstance(value, dict):
            tool["setuptools"][key] = _item(value, tables=True)
        else:
            _append(tool["setuptools"], key, _item(value))

    def _compare(self, key: str, there: Json, value: Json, same: Same) -> None:
        verdict = "the same" if same(there, value) else "conflict"
        self.rows.append((key, _shown(there), _shown(value), verdict))

    def _joined(self, there: str, new: str) -> str:
        """What is there with what is new in front of the tools' tables."""
        if not new.strip():
            return there
        newline = "\r\n" if "\r\n" in there else "\n"
        new = new.strip("\n").replace("\n", newline) + newline
        if not there.strip():
            return new
        tool = FIRST_TOOL.search(there)
        place = tool.start() if tool else len(there)
        while tool and place:
            above = there.rfind("\n", 0, place - 1) + 1
            if not there[above:place].startswith("#"):
                break
            place = above
        head, tail = there[:place], there[place:]
        if head and not head.endswith("\n"):
            head += newline
        if head.strip() and not head.endswith(newline * 2):
            head += newline
        return head + new + (newline + tail if tail else "")


def _append(table: Any, key: str, item: Any) -> None:
    """Put a key behind the last one of a table: the comments below that belong to what follows."""
    body, trailing = table.value.body, []
    while body and body[-1][0] is None:
        trailing.append(body.pop())
    table.append(key, item)
    body += reversed(trailing)


def _below(version: str) -> bool:
    return Version(version.removesuffix(".*")) < Version("61")


def _requirement(text: Json) -> Requirement | None:
    try:
        return Requirement(str(text))
    except InvalidRequirement:
        return None


def _ordered(project: Mapping[str, Json]) -> Sequence[str]:
    """The keys of `[project]` as people write them: plain ones first, tables last."""
    order = (
        "name", "version", "description", "readme", "requires-python", "license", "authors", "maintainers", "keywords",
        "classifiers", "dependencies",
    )  # fmt: skip
    return [*(key for key in order if key in project), *sorted(key for key in project if key not in order)]


def _plain(value: Any) -> Any:
    return value.unwrap() if hasattr(value, "unwrap") else value


def _shown(value: Json) -> str:
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= 60 else f"{text[:57]}…"


def _same(one: Json, other: Json) -> bool:
    return bool(_normal(one) == _normal(other))


def _normal(value: Json) -> Json:
    """The value without what does not matter: the order of a list, blanks in requirements, other spellings."""
    match value:
        case str():
            requirement = _requirement(value)
            if requirement is not None:
                requirement.name = canonicalize_name(requirement.name)
                return str(requirement)
            return " ".join(value.split())
        case {"text": str(text), **rest} if not rest:
            return _normal(text)
        case {"file": str(path), **rest} if rest.keys() <= {"content-type"}:
            return _normal(path)
        case dict():
            return {str(key): _normal(item) for key, item in value.items()}
        case list() | tuple():
            return sorted((_normal(item) for item in value), key=repr)
    return value


def _table(values: Mapping[str, Json], *, super_table: bool = False) -> Any:
    import tomlkit

    table = tomlkit.table(is_super_table=super_table or None)
    inner = {key: value for key, value in values.items() if isinstance(value, dict) and not _is_inline(key, value)}
    for key, value in values.items():
        if key not in inner:
            table.add(key, _item(value))
    for key, value in inner.items():
        table.add(key, _item(value, tables=True))
    return table


def _is_inline(key: str, value: Mapping[str, Json]) -> bool:
    return key in ("license", "readme", "version") and len(value) <= 2


def _item(value: Json, *, tables: bool = False) -> Any:
    """The value as TOML: a list of several items, one a line; a table of its own where `tables` says so."""
    import tomlkit

    if isinstance(value, dict) and tables:
        deep = bool(value) and all(isinstance(item, dict) for item in value.values())
        if deep and any(set(item) & {"attr", "file"} for item in value.values()):
            deep = False
            table = tomlkit.table()
            for key, item in value.items():
                table.add(key, _item(item))
            return table
        return _table(value, super_table=deep)
    if isinstance(value, dict):
        inline = tomlkit.inline_table()
        inline.update({key: _item(item) for key, item in value.items()})
        return inline
    if isinstance(value, list | tuple):
        array = tomlkit.array()
        for item in value:
            array.append(_item(item))
        return array.multiline(len(value) > 1 or len(str(value)) > 80)
    return tomlkit.item(value)
