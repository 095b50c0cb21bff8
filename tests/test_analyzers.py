"""Each analyzer over its cases: small trees kept as data, with what it must find written on the lines where it must."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import pytest

from migrate import analyzers
from migrate.model import Finding
from migrate.python.source import Source, module_name, source_roots
from migrate.workspace import Layout, Workspace

CASES = Path(__file__).parent / "cases" / "analyzers"
FILE = re.compile(r"^# file: (?P<path>\S+)", re.MULTILINE)
EXPECT = re.compile(r"[ \t]*# expect: (?P<codes>[a-z-]+(?:/[a-z]+)?(?:, [a-z-]+(?:/[a-z]+)?)*)[ \t]*(?=\r?\n|$)")
OPTION = re.compile(r"^# option: (?P<name>\w+) = (?P<value>.+)$", re.MULTILINE)
SOURCE = re.compile(r"^# source: (?P<roots>.+)$", re.MULTILINE)


@dataclass
class Case:
    """A tree, and per path and line the codes that must be found there (`code` or `code/severity`).

    A case is one text: `# file: path` starts a file (without one, the text is `case.py`), `# expect: code` at the end of
    a line is taken off before the analyzer sees it; on the `# file:` line it means the file or folder as a whole.
    """

    files: dict[str, str] = field(default_factory=dict)
    expected: list[tuple[str, int, str]] = field(default_factory=list)
    options: dict[str, object] = field(default_factory=dict)
    roots: tuple[str, ...] = ()


def read_case(text: str) -> Case:
    """The case of that text."""
    case = Case()
    if match := SOURCE.search(text):
        case.roots = tuple(match["roots"].split())
    for match in OPTION.finditer(text):
        case.options[match["name"]] = json.loads(match["value"])
    text = OPTION.sub("", SOURCE.sub("", text))
    heads = list(FILE.finditer(text))
    if not heads:
        _add(case, "case.py", text)
    ends = [head.start() for head in heads[1:]] + [len(text)]
    for head, end in zip(heads, ends, strict=False):
        line_end = text.find("\n", head.end())
        for code in _codes(text[head.end() : line_end]):
            case.expected.append((head["path"].rstrip("/"), 1, code))
        if not head["path"].endswith("/"):
            _add(case, head["path"], text[line_end + 1 : end])
    return case


def _add(case: Case, path: str, text: str) -> None:
    lines = text.split("\n")
    for number, line in enumerate(lines, start=1):
        case.expected += [(path, number, code) for code in _codes(line)]
    case.files[path] = "\n".join(EXPECT.sub("", line) for line in lines)


def _codes(line: str) -> list[str]:
    match = EXPECT.search(line)
    return match["codes"].split(", ") if match else []


def run(name: str, root: Path, options: dict[str, object], roots: tuple[str, ...] = ()) -> list[Finding]:
    """The findings of one analyzer on a tree; facts take the way through JSON that they take in a real run."""
    kind = analyzers.load(name)
    analyzer = kind(kind.Options(**options))
    workspace = Workspace(root, Layout(source=roots))
    import_roots = source_roots(workspace)
    facts = {}
    for path in workspace.files:
        data = workspace.read(path)
        if path.suffix not in analyzer.suffixes or (analyzer.needles and not any(n in data for n in analyzer.needles)):
            continue
        fact = analyzer.collect(Source(path, data, module_name(path, import_roots), package=path.stem == "__init__"))
        if fact is not None:
            facts[path] = json.loads(json.dumps(fact))
    return list(analyzer.conclude(facts, workspace))


def lay_out(root: Path, files: dict[str, str]) -> None:
    """Write the files below `root`."""
    for path, text in files.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text.encode())


def cases() -> Iterator[object]:
    """Every case with its analyzer's name."""
    for folder in sorted(CASES.iterdir()):
        for file in sorted(folder.glob("*.txt")):
            yield pytest.param(folder.name, file, id=f"{folder.name}/{file.stem}")


@pytest.mark.parametrize(("name", "file"), list(cases()))
def test_an_analyzer_finds_what_its_case_expects_and_nothing_else(name: str, file: Path, tmp_path: Path) -> None:
    case = read_case(file.read_text())
    lay_out(tmp_path, case.files)
    findings = run(name, tmp_path, case.options, case.roots)
    found = [(str(f.where.path), f.where.line, f.code, f"{f.code}/{f.severity}", f.message) for f in findings]
    wanted = list(case.expected)
    surplus = []
    for path, line, code, severe, message in found:
        match = next((w for w in wanted if w[:2] == (path, line) and w[2] in (code, severe)), None)
        if match:
            wanted.remove(match)
        else:
            surplus.append(f"{path}:{line} {severe}: {message}")
    assert not surplus
    assert not wanted


@pytest.mark.parametrize(("name", "file"), list(cases()))
def test_a_shift_of_lines_leaves_every_identity_alone(name: str, file: Path, tmp_path: Path) -> None:
    case = read_case(file.read_text())
    lay_out(tmp_path / "before", case.files)
    lay_out(tmp_path / "after", {p: f"\n\n\n{t}" if p.endswith(".py") else t for p, t in case.files.items()})
    before, after = (run(name, tmp_path / tree, case.options, case.roots) for tree in ("before", "after"))
    assert sorted((f.code, f.identity) for f in before) == sorted((f.code, f.identity) for f in after)


@pytest.mark.parametrize("name", sorted(folder.name for folder in CASES.iterdir()))
def test_every_code_of_an_analyzer_has_a_case_and_every_finding_is_one_of_its_codes(name: str) -> None:
    declared = {rule.code for rule in analyzers.load(name).rules}
    texts = [file.read_text() for file in (CASES / name).glob("*.txt")]
    expected = {code.partition("/")[0] for text in texts for _, _, code in read_case(text).expected}
    assert expected == declared
    assert any(not read_case(text).expected for text in texts), "no case that must not be reported"


HOSTILE = {
    "empty": b"",
    "crlf": b"import os\r\ntry:\r\n    pass\r\nexcept:\r\n    pass\r\n",
    "old_mac": b"try:\r    pass\rexcept:\r    pass\r",
    "bom": b"\xef\xbb\xbf# TODO: x\nclass A:\n\tdef f(self):\n\t\tpass",
    "latin": b"# -*- coding: latin-1 -*-\n# TODO: caf\xe9\nname = '\xe9'\nprint(nam\xe9)\n",
    "form_feed": b"\x0c\ndef f():\n    pass\n\x0c\n# FIXME: y\n",
    "stars": b"from nowhere import *\nfrom . import *\nfrom ...... import x\nprint(anything)\n",
    "self_star": b"from self_star import *\nprint(anything)\n",
    "odd_names": "größe = 1\nprint(größe, ｇröße)\n".encode(),
    "deep": b"x = " + b"(" * 80 + b"1" + b")" * 80 + b"\n",
    "long_sum": b"x = " + b" + ".join([b"y"] * 900) + b"\n",
    "long_chain": b"if a:\n    pass\n" + b"".join(b"elif a == %d:\n    import b%d\n" % (n, n) for n in range(600)),
}


@pytest.mark.parametrize("name", sorted(folder.name for folder in CASES.iterdir()))
def test_odd_files_are_read_without_a_crash(name: str, tmp_path: Path) -> None:
    for stem, data in HOSTILE.items():
        (tmp_path / f"{stem}.py").write_bytes(data)
    for finding in run(name, tmp_path, {}):
        assert finding.where.line >= 1
        assert finding.identity
        assert finding.where.path in {PurePosixPath(f"{stem}.py") for stem in HOSTILE}


@pytest.mark.parametrize("name", sorted(folder.name for folder in CASES.iterdir()))
def test_a_file_that_does_not_parse_raises_only_a_syntax_error(name: str) -> None:
    kind = analyzers.load(name)
    for data in (
        b"class A(:\n try:\n except:\n # TODO\n suppress(Exception\n",
        b"def f():\0\n try:\n except:\n",
        b"\xff\xfe except: class ",
    ):
        source = Source(PurePosixPath("broken.py"), data)
        try:
            kind().collect(source)
        except SyntaxError:
            continue
