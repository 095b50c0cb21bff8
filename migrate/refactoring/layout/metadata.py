"""The metadata of a project as pyproject.toml says it (PEP 621, and the tables of setuptools), from what `setup()` was given."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from migrate.model import Json, Location
from migrate.refactoring.layout.given import Attribute, Field, Files, Find, Given
from migrate.refactoring.refused import Refused

BUILDS = frozenset({
    "ext_modules", "cmdclass", "libraries", "headers", "ext_package", "rust_extensions", "cffi_modules", "distclass",
    "script_name", "script_args", "options", "include_dirs", "command_packages", "command_options", "cython_directives",
    "cmake_args", "cmake_source_dir", "pbr", "features",
})  # fmt: skip
"""What makes setup.py more than metadata."""
GONE = {
    "zip_safe": "only eggs ask for it", "test_suite": "setuptools does not test any more",
    "tests_require": "setuptools does not test any more", "test_loader": "setuptools does not test any more",
    "use_2to3": "setuptools does not convert any more", "requires": "nothing reads it",
    "requires_dist": "nothing reads it", "provides_extra": "nothing reads it", "metadata_version": "nothing reads it",
}  # fmt: skip
PLAIN = {"name": "name", "description": "description", "python_requires": "requires-python"}
SETUPTOOLS = {
    "py_modules": "py-modules", "scripts": "script-files", "namespace_packages": "namespace-packages",
    "platforms": "platforms", "provides": "provides", "obsoletes": "obsoletes", "package_dir": "package-dir",
    "include_package_data": "include-package-data", "license_files": "license-files",
}  # fmt: skip
DATA = {"package_data": "package-data", "exclude_package_data": "exclude-package-data"}
README_TYPES = {".md": "text/markdown", ".rst": "text/x-rst", ".txt": "text/plain"}
MARKED = re.compile(r"\s*([^:]*):(.+)")
ENTRY = re.compile(r"\s*([^=]+?)\s*=\s*(.+?)\s*")


@dataclass
class Wanted:
    """The tables of pyproject.toml, as plain values, and the place of each key of `[project]`."""

    project: dict[str, Json] = field(default_factory=dict)
    dynamic: dict[str, Json] = field(default_factory=dict)
    """Key of `[project]` → where setuptools takes it from."""
    setuptools: dict[str, Json] = field(default_factory=dict)
    requires: list[str] = field(default_factory=list)
    """What the build needs besides setuptools."""
    places: dict[str, Location] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    scm: Json = None
    """The table of setuptools_scm, where that gives the version."""


class Mapping621:
    """Turns the arguments into tables. Raises Refused for what cannot be said there."""

    def __init__(self, given: Given) -> None:
        self.given = given
        self.wanted = Wanted()

    def work(self) -> Wanted:
        """All of them."""
        self._plain()
        self._version()
        self._readme()
        self._people()
        self._requirements()
        self._entry_points()
        self._urls()
        self._packages()
        known = {
            *BUILDS, *GONE, *PLAIN, *SETUPTOOLS, *DATA, "version", "use_scm_version", "long_description",
            "long_description_content_type", "author", "author_email", "maintainer", "maintainer_email", "install_requires",
            "extras_require", "setup_requires", "entry_points", "url", "project_urls", "download_url", "packages",
            "data_files", "keywords", "classifiers", "license",
        }  # fmt: skip
        for name, item in self.given.items():
            if name in GONE:
                self.wanted.notes.append(f"{item.where}: `{name}` goes: {GONE[name]}")
            elif name not in known:
                reason = f"{item.where}: nobody knows what `{name}` is in pyproject.toml"
                raise Refused("unknown-keyword", reason, "take it out of setup() first", item.where)
        return self.wanted

    def _take(self, name: str, *kinds: type) -> Json:
        """The value of an argument; None where there is none. Raises Refused for one of another kind."""
        item = self.given.get(name)
        if item is None or item.value is None:
            return None
        value = item.value
        if isinstance(value, Attribute) and value.value is not None:
            self.wanted.notes.append(
                f"{item.where}: `{name}` was taken from `{value.dotted}`, and stands by itself now"
            )
            value = value.value
        if not isinstance(value, kinds):
            shown = "a file" if isinstance(value, Files) else f"`{value!r}`"
            reason = f"{item.where}: `{name}` is {shown}, which pyproject.toml cannot say"
            raise Refused("computed", reason, "write it as a literal first", item.where)
        return value

    def _put(self, key: str, value: Json, name: str) -> None:
        self.wanted.project[key] = value
        self.wanted.places[key] = self.given[name].where

    def _plain(self) -> None:
        for name, key in PLAIN.items():
            if value := self._take(name, str):
                self._put(key, value, name)
        if value := self._take("license", str):
            self._put("license", {"text": value}, "license")
        if value := self._take("classifiers", list, str):
            self._put("classifiers", _lines(value), "classifiers")
        if value := self._take("keywords", list, str):
            words = [word.strip() for word in value.split(",")] if isinstance(value, str) else value
            self._put("keywords", [word for word in words if word], "keywords")

    def _version(self) -> None:
        item = self.given.get("version")
        scm = self.given.get("use_scm_version")
        if scm is not None and scm.value:
            self._dynamic("version", None, scm)
            self.wanted.scm = scm.value if isinstance(scm.value, dict) else {}
            if not any("setuptools_scm" in text or "setuptools-scm" in text for text in self._texts("setup_requires")):
                self.wanted.requires.append("setuptools_scm")
        elif item is not None and isinstance(item.value, Attribute):
            self._dynamic("version", {"attr": item.value.dotted}, item)
        elif item is not None and isinstance(item.value, Files):
            self._dynamic("version", {"file": list(item.value.paths)}, item)
        elif value := self._take("version", str):
            self._put("version", value, "version")

    def _dynamic(self, key: str, source: Json, item: Field) -> None:
        self.wanted.dynamic[key] = source
        self.wanted.places[key] = item.where

    def _readme(self) -> None:
        item, kind = self.given.get("long_description"), self._take("long_description_content_type", str)
        if item is None or not item.value:
            return
        if isinstance(item.value, Files):
            paths = item.value.paths
            guessed = README_TYPES.get(PurePosixPath(paths[0]).suffix.lower())
            if len(paths) > 1:
                self._dynamic("readme", {"file": list(paths), **({"content-type": kind} if kind else {})}, item)
            elif guessed is not None and (kind is None or kind == guessed):
                self._put("readme", paths[0], "long_description")
            else:
                self._put("readme", {"file": paths[0], "content-type": kind or "text/plain"}, "long_description")
            return
        text = self._take("long_description", str)
        self._put("readme", {"text": text, "content-type": kind or "text/x-rst"}, "long_description")

    def _people(self) -> None:
        for name, key in (("author", "authors"), ("maintainer", "maintainers")):
            names = [part.strip() for part in (self._take(name, str) or "").split(",") if part.strip()]
            mails = [part.strip() for part in (self._take(f"{name}_email", str) or "").split(",") if part.strip()]
            if len(names) == len(mails):
                people = [{"name": one, "email": other} for one, other in zip(names, mails, strict=True)]
            else:
                people = [{"name": one} for one in names] + [{"email": one} for one in mails]
            if people:
                self._put(key, people, name if name in self.given else f"{name}_email")

    def _texts(self, name: str) -> list[str]:
        item = self.given.get(name)
        if item is None or isinstance(item.value, Files):
            return []
        return _lines(self._take(name, list, str) or [])

    def _requirements(self) -> None:
        item = self.given.get("install_requires")
        if item is not None and isinstance(item.value, Files):
            self._dynamic("dependencies", {"file": list(item.value.paths)}, item)
            texts: list[str] = []
        else:
            texts = self._texts("install_requires")
        extras: dict[str, list[str]] = {}
        for extra, value in (self._take("extras_require", dict) or {}).items():
            if isinstance(value, Files):
                where = self.given["extras_require"].where
                reason = f"{where}: the extra `{extra}` is read from a file"
                raise Refused("computed", reason, "write it as a literal first", where)
            marked = MARKED.fullmatch(extra)
            name, marker = (marked[1], marked[2]) if marked else (extra, "")
            named = [_with_marker(text, marker) for text in _lines(value)]
            if name:
                extras.setdefault(name, []).extend(named)
            else:
                texts += named
        if item is not None and not isinstance(item.value, Files):
            self._put("dependencies", texts, "install_requires")
        elif texts:
            self._put("dependencies", texts, "extras_require")
        if extras:
            self._put("optional-dependencies", extras, "extras_require")
        self.wanted.requires += [text for text in self._texts("setup_requires") if not text.startswith("setuptools>")]

    def _entry_points(self) -> None:
        value = self._take("entry_points", dict, str)
        groups: dict[str, dict[str, str]] = {}
        if isinstance(value, str):
            group = ""
            for line in _lines(value):
                if line.startswith("["):
                    group = line.strip("[] ")
                else:
                    groups.setdefault(group, {}).update(self._entries([line]))
        else:
            groups = {group: self._entries(_lines(lines)) for group, lines in (value or {}).items()}
        for group, key in (("console_scripts", "scripts"), ("gui_scripts", "gui-scripts")):
            if entries := groups.pop(group, None):
                self._put(key, entries, "entry_points")
        groups = {group: entries for group, entries in groups.items() if entries}
        if groups:
            self._put("entry-points", groups, "entry_points")

    def _entries(self, lines: Sequence[str]) -> dict[str, str]:
        found = {}
        for line in lines:
            entry = ENTRY.fullmatch(line)
            if entry is None:
                where = self.given["entry_points"].where
                raise Refused("computed", f"{where}: `{line}` is no entry point", "mend it first", where)
            found[entry[1]] = entry[2]
        return found

    def _urls(self) -> None:
        urls = dict(self._take("project_urls", dict) or {})
        for name, label in (("url", "Homepage"), ("download_url", "Download")):
            if value := self._take(name, str):
                if urls.get(label, value) != value:
                    where = self.given[name].where
                    raise Refused("conflict", f"{where}: two addresses are called `{label}`", "rename one first", where)
                urls = {label: value, **urls}
        if urls:
            self._put("urls", urls, "url" if "url" in self.given else "project_urls")

    def _packages(self) -> None:
        out = self.wanted.setuptools
        item = self.given.get("packages")
        if item is not None and isinstance(item.value, Find):
            find: dict[str, Json] = {}
            if item.value.where != (".",):
                find["where"] = list(item.value.where)
            if item.value.include != ("*",):
                find["include"] = list(item.value.include)
            if item.value.exclude:
                find["exclude"] = list(item.value.exclude)
            if not item.value.namespaces:
                find["namespaces"] = False
            out["packages"] = {"find": find}
        elif (names := self._take("packages", list, str)) is not None:
            out["packages"] = _lines(names)
        for name, key in SETUPTOOLS.items():
            if (value := self._take(name, list, dict, str, bool)) not in (None, "", [], {}):
                out[key] = [value] if isinstance(value, str) else value
        for name, key in DATA.items():
            if table := self._take(name, dict):
                out[key] = {package or "*": _lines(globs) for package, globs in table.items()}
        if files := self._take("data_files", list):
            if not all(isinstance(entry, list) and len(entry) == 2 for entry in files):
                where = self.given["data_files"].where
                raise Refused("computed", f"{where}: `data_files` is no list of pairs", "write it so first", where)
            out["data-files"] = {folder: list(paths) for folder, paths in files}
        for key in out:
            name = next((name for name, known in {**SETUPTOOLS, **DATA}.items() if known == key), key.replace("-", "_"))
            self.wanted.places[key] = self.given[name].where


def _lines(value: Json) -> list[str]:
    """A list of texts: one of lines as setuptools takes it."""
    texts = value.splitlines() if isinstance(value, str) else value
    return [text.strip() for text in texts if text.strip() and not text.strip().startswith("#")]


def _with_marker(text: str, marker: str) -> str:
    marker = marker.strip()
    if not marker:
        return text
    requirement, semicolon, known = text.partition(";")
    return f"{requirement.strip()}; ({known.strip()}) and ({marker})" if semicolon else f"{text}; {marker}"


def found_packages(find: Find, folders: Mapping[str, bool]) -> frozenset[str]:
    """The packages that setuptools finds; `folders` are those of the tree, each with whether it has an `__init__.py`."""
    from fnmatch import fnmatchcase

    found = set()
    for where in find.where:
        prefix = "" if where == "." else f"{where.strip('/')}/"
        taken: set[str] = {""}
        for folder in sorted(folders):
            if not folder.startswith(prefix) or folder == prefix:
                continue
            name = folder[len(prefix) :].replace("/", ".")
            parent = name.rpartition(".")[0]
            if parent not in taken or not all(part.isidentifier() for part in name.split(".")):
                continue
            if not folders[folder] and not find.namespaces:
                continue
            taken.add(name)
            included = any(fnmatchcase(name, pattern) for pattern in find.include)
            if included and not any(fnmatchcase(name, pattern) for pattern in find.exclude):
                found.add(name)
    return frozenset(found)
