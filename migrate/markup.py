"""Text that others wrote, made safe for the place where it is shown: a terminal, Markdown, HTML, Mermaid."""

from __future__ import annotations

import re
from collections.abc import Callable

from migrate.model import Json, Table

_CONTROL = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"  # bidirectional marks hide code, too
)
_MARKDOWN = re.compile(r"[\\`*\[\]|~$]|(?<![^\W_])_|_(?![^\W_])")
_LINE_START = re.compile(r"\A(?:(\d{1,9})(?=[.)](?:\s|\Z))|(?=[#+=-]+(?:\s|\Z)))")  # a list, a heading, a rule
_PLAIN_CODE = re.compile(r"[^`|<>&\\$]+\Z")
_MERMAID = re.compile(r"[^\w \-.,:/()+=%…→]")


def unicode(text: str) -> str:
    """The same text without lone surrogates (a name that was not UTF-8), so that it can be written as UTF-8."""
    return text.encode("utf-8", "replace").decode("utf-8")


def visible(text: str) -> str:
    """One line for a terminal: tabs become four spaces, whatever would steer the terminal or hide text is spelled out."""
    spelled = _CONTROL.sub(
        lambda match: f"\\u{ord(match[0]):04x}" if ord(match[0]) > 255 else f"\\x{ord(match[0]):02x}",
        text.expandtabs(4),
    )
    return unicode(spelled)


def table_lines(table: Table, most: int = 12) -> list[str]:
    """The title, the columns and the first `most` rows for a terminal, aligned: numbers to the right, texts to the left.

    Only the title stands at the margin. Where rows are left out, the last line says how many.
    """
    rows = [table.columns, *([cell_text(cell) for cell in row] for row in table.rows[:most])]
    shown = [[_short(visible(cell)) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*shown, strict=True)]
    right = [is_figures(table, at) for at in range(len(table.columns))]
    lines = [visible(table.title)]
    for row in shown:
        cells = (
            text.rjust(width) if figures else text.ljust(width)
            for text, width, figures in zip(row, widths, right, strict=True)
        )
        lines.append(f"  {'  '.join(cells)}".rstrip())
    if more := len(table.rows) + table.left_out - len(shown) + 1:
        lines.append(f"  … and {more:,} more row{'s' * (more != 1)}")
    return lines


def is_figures(table: Table, column: int) -> bool:
    """Whether a column holds numbers and nothing else: it is set to the right."""
    cells = [row[column] for row in table.rows if row[column] is not None]
    return bool(cells) and all(isinstance(cell, int | float) and not isinstance(cell, bool) for cell in cells)


def cell_text(cell: Json) -> str:
    """`1,234`, `0.5`, `yes`, `no`, a text as it is; nothing for None."""
    match cell:
        case None:
            return ""
        case bool():
            return "yes" if cell else "no"
        case int():
            return f"{cell:,}"
        case float():
            return f"{cell:,.2f}"
    return str(cell)


def _short(text: str, most: int = 60) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def one_line(text: str) -> str:
    """The text with every run of white space as one blank, and nothing invisible in it."""
    return visible(" ".join(text.split()))


def escape(text: str) -> str:
    """One line for HTML, in text or in an attribute."""
    import html  # its table of entities is for reports only

    return html.escape(one_line(text))


def prose(text: str) -> str:
    """One line of prose for HTML; `code` becomes an element of code."""
    import html

    return _prose(text, lambda part: f"<code>{html.escape(part)}</code>", html.escape)


def markdown(text: str) -> str:
    """One line of prose for Markdown, in a table too: it shows as written, but `code` as code."""
    return _LINE_START.sub(lambda match: f"{match[1] or ''}\\", _prose(text, code, _markdown))


def _markdown(text: str) -> str:
    line = _MARKDOWN.sub(lambda match: f"\\{match[0]}", text)
    return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _prose(text: str, in_code: Callable[[str], str], outside: Callable[[str], str]) -> str:
    parts = one_line(text).split("`")
    if len(parts) % 2 == 0:  # a backtick without its partner is only a backtick
        parts[-2:] = ["`".join(parts[-2:])]
    return "".join(in_code(part) if number % 2 else outside(part) for number, part in enumerate(parts))


def code(text: str) -> str:
    """One line of code for Markdown, in a table too."""
    line = one_line(text)
    return f"`{line}`" if _PLAIN_CODE.match(line) else f"<code>{_markdown(line)}</code>"


def mermaid(text: str, limit: int = 48) -> str:
    """A label for Mermaid, to stand between double quotes; what could end it becomes an entity. Cut at `limit`."""
    line = one_line(text)
    line = line if len(line) <= limit else line[: limit - 1].rstrip() + "…"
    return _MERMAID.sub(lambda match: f"#{ord(match[0])};", line)
