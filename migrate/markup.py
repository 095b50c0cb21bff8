"""Text that others wrote, made safe for the place where it is shown: a terminal, Markdown, HTML, Mermaid."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

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


def one_line(text: str) -> str:
    """The text with every run of white space as one blank, and nothing invisible in it."""
    return visible(" ".join(text.split()))


def escape(text: str) -> str:
    """One line for HTML, in text or in an attribute."""
    return html.escape(one_line(text))


def prose(text: str) -> str:
    """One line of prose for HTML; `code` becomes an element of code."""
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
