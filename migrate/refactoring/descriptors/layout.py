"""How new code is laid out: the indent and the braces of the file's clang-format style, or of the code around."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from migrate.workspace import Workspace

SETTING = re.compile(r"^(\w+):\s*(.*?)\s*(?:#.*)?$")
BASES = {"LLVM": (2, 80), "Google": (2, 80), "Chromium": (2, 80), "Mozilla": (2, 80), "WebKit": (4, 0), "Microsoft": (4, 120),
         "GNU": (2, 79)}  # fmt: skip
OWN_LINE = {"Allman", "GNU", "Whitesmiths"}
SHIFTLESS = re.compile(r'R"|\\\r?\n|/\*(?:(?!\*/).)*\n', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Layout:
    """Indent unit, line length (0: any), whether a brace of a block has a line of its own, blanks inside braced lists."""

    unit: str = "    "
    width: int = 120
    own_line: bool = False
    padded: bool = False
    newline: str = "\n"

    def block(self, lines: Sequence[str], indent: str) -> str:
        """A block without anything before its brace; the lines were laid out for its own indent."""
        inner = indent + self.unit
        inside = "".join(f"{self.newline}{inner}{self.shifted(line, indent, inner)}" for line in lines)
        return f"{{{inside}{self.newline}{indent}}}"

    def braces(self, text: str) -> str:
        """A braced list on one line."""
        return f"{{ {text} }}" if self.padded and text else f"{{{text}}}"

    def shifted(self, text: str, old: str, new: str) -> str:
        """Lines after the first moved from one indent to another; left alone where that could change what they say."""
        if old == new or "\n" not in text or SHIFTLESS.search(text):
            return text
        first, *rest = text.split("\n")
        return "\n".join([first, *(new + line.removeprefix(old) if line.startswith(old) else line for line in rest)])


def layout_of(workspace: Workspace, path: PurePosixPath, text: str, newline: str) -> Layout:
    """The style of the nearest `.clang-format` above the file; without one, what the file's own lines show."""
    for folder in path.parents:
        for name in (".clang-format", "_clang-format"):
            if workspace.exists(folder / name):
                return _styled(workspace.read(folder / name).decode("utf-8", "replace"), newline)
    return Layout(_unit(text), 120, _own_line(text), False, newline)


def _styled(text: str, newline: str) -> Layout:
    settings = _settings(text)
    unit, width = BASES.get(settings.get("BasedOnStyle", "LLVM"), (2, 80))
    indent = int(settings.get("IndentWidth", unit))
    tabs = settings.get("UseTab", "Never") not in ("Never", "false")
    return Layout(
        "\t" if tabs else " " * indent,
        int(settings.get("ColumnLimit", width)),
        settings.get("BreakBeforeBraces", "") in OWN_LINE
        or ("BreakBeforeBraces" not in settings and settings.get("BasedOnStyle") in ("Microsoft", "GNU")),
        settings.get("Cpp11BracedListStyle", "true") == "false",
        newline,
    )


def _settings(text: str) -> Mapping[str, str]:
    """The top-level settings of the document that speaks of C++, or of all languages."""
    found: dict[str, str] = {}
    for document in re.split(r"(?m)^---\s*$", text):
        lines = [match for line in document.splitlines() if (match := SETTING.match(line))]
        settings = {match[1]: match[2].strip("'\"") for match in lines}
        if settings.get("Language", "Cpp") == "Cpp":
            found |= settings
    return {name: value for name, value in found.items() if not _is_odd(name, value)}


def _is_odd(name: str, value: str) -> bool:
    return name in ("IndentWidth", "ColumnLimit") and not value.isdigit()


def _unit(text: str) -> str:
    if re.search(r"(?m)^\t+\S", text):
        return "\t"
    widths = [len(match[1]) for match in re.finditer(r"(?m)[{]\r?\n( +)\S", text)]
    return " " * (min(widths) if widths else 4)


def _own_line(text: str) -> bool:
    own, behind = len(re.findall(r"(?m)^\s*\{\s*$", text)), len(re.findall(r"(?m)\S *\{\s*$", text))
    return own > behind
