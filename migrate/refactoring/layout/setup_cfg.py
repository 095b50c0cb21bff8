"""Reads the metadata of a setup.cfg, and takes it out of the file: what other tools keep there stays as it is."""

from __future__ import annotations

import configparser
import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from migrate.model import Json, Location
from migrate.refactoring.layout.given import Attribute, Field, Files, Find, Given
from migrate.refactoring.refused import Refused
from migrate.references.index import Index

OURS = re.compile(r"metadata|options(\..+)?")
SECTION = re.compile(rb"^\[([^\]\r\n]+)\]", re.MULTILINE)
RESIDUE = {"egg_info": {"tag_build": "", "tag_date": "0"}}
"""What a source distribution leaves in the file."""
ALIASES = {
    "home_page": "url", "summary": "description", "classifier": "classifiers", "platform": "platforms",
    "license_file": "license_files",
}  # fmt: skip
LISTS = frozenset({
    "classifiers", "platforms", "license_files", "install_requires", "setup_requires", "tests_require", "packages",
    "py_modules", "scripts", "namespace_packages", "provides", "obsoletes", "requires",
})  # fmt: skip
TABLES = frozenset({"package_dir", "project_urls"})
FLAGS = frozenset({"zip_safe", "include_package_data"})
TRUE = frozenset({"1", "true", "yes"})


def read_cfg(index: Index, path: PurePosixPath) -> Given:
    """What `[metadata]` and `[options…]` say. Raises Refused where that cannot be read."""
    parser = configparser.ConfigParser(interpolation=None, delimiters=("=", ":"), strict=True)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    data = index.workspace.read(path)
    try:
        parser.read_string(data.decode())
    except (configparser.Error, UnicodeDecodeError) as error:
        reason = f"{path} cannot be read: {str(error).splitlines()[0]}"
        raise Refused("syntax-error", reason, "mend the file first", Location(path)) from error
    found: Given = {}
    for section in parser.sections():
        if not OURS.fullmatch(section):
            continue
        where = Location(path, _line(data, section))
        said = dict(parser[section])
        if section in ("metadata", "options"):
            for key, text in said.items():
                name = ALIASES.get(key.replace("-", "_"), key.replace("-", "_"))
                found[name] = Field(_value(index, name, text, said, parser, where), where)
        elif not section.startswith("options.packages.find"):
            name = section.removeprefix("options.").replace("-", "_")
            found[name] = Field(_table(name, said), where)
    return found


def _line(data: bytes, section: str) -> int:
    place = data.find(f"[{section}]".encode())
    return data.count(b"\n", 0, max(place, 0)) + 1


def _value(
    index: Index,
    name: str,
    text: str,
    around: Mapping[str, str],
    parser: configparser.ConfigParser,
    where: Location,
) -> Json:
    text = text.strip()
    directive, colon, rest = text.partition(":")
    if colon and directive in ("attr", "file", "find", "find_namespace"):
        rest = rest.strip()
        if directive == "file":
            return Files(tuple(part.strip() for part in re.split(r"[,\n]", rest) if part.strip()))
        if directive == "attr":
            return Attribute(rest)
        return _find(parser, directive == "find_namespace")
    if name in LISTS:
        return _list(text, commas=not name.endswith(("_requires", "_require")))
    if name in TABLES:
        pairs = (line.partition("=") for line in text.splitlines() if line.strip())
        return {key.strip(): rest.strip() for key, _, rest in pairs}
    if name in FLAGS:
        return text.lower() in TRUE
    return text


def _find(parser: configparser.ConfigParser, namespaces: bool) -> Find:
    section = "options.packages.find"
    said = dict(parser[section]) if parser.has_section(section) else {}
    return Find(
        tuple(_list(said.get("where", "."))),
        tuple(_list(said.get("include", "*"))),
        tuple(_list(said.get("exclude", ""))),
        namespaces,
    )


def _table(name: str, said: Mapping[str, str]) -> Json:
    if name == "data_files":
        return [[key, _list(text)] for key, text in said.items()]
    if name == "entry_points":
        return {key: [line.strip() for line in text.splitlines() if line.strip()] for key, text in said.items()}
    return {key: _list(text, commas=name != "extras_require") for key, text in said.items()}


def _list(text: str, *, commas: bool = True) -> list[str]:
    """A list as setup.cfg has it: one a line, or, in one line, between commas (or semicolons, for requirements)."""
    lines = [line.strip() for line in text.splitlines()]
    if len(lines) < 2:
        lines = [part.strip() for part in text.split("," if commas else ";")]
    return [line for line in lines if line and not line.startswith("#")]


def _with_comments(data: bytes, start: int) -> int:
    """Where the comments begin that stand right above a section."""
    while start:
        above = data.rfind(b"\n", 0, start - 1) + 1
        if not data[above:start].startswith((b"#", b";")):
            break
        start = above
    return start


def without_metadata(data: bytes) -> bytes | None:
    """The file without what it says of packaging; None where nothing else is in it."""
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    parser.read_string(data.decode())
    starts = [(_with_comments(data, match.start()), match.group(1).decode()) for match in SECTION.finditer(data)]
    kept = [data[: starts[0][0]] if starts else data]
    others = False
    for (start, section), (end, _) in zip(starts, [*starts[1:], (len(data), "")], strict=True):
        residue = section in RESIDUE and dict(parser[section]) == RESIDUE[section]
        if not OURS.fullmatch(section):
            kept.append(data[start:end])
            others = others or not residue
    text = b"".join(kept)
    if not others and not kept[0].strip():
        return None
    return text.rstrip(b"\r\n") + data[len(data.rstrip(b"\r\n")) :] if text.strip() else None
