"""The text of records: designated initialisers, one on each line unless all of it fits on one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from migrate.refactoring.descriptors.api import Record
from migrate.refactoring.descriptors.configs import Filled, Value
from migrate.refactoring.descriptors.layout import Layout


def split_comments(value: Value) -> tuple[list[str], str]:
    """The comments that go above a field, and the text that goes behind it."""
    behind = value.behind
    if any(words.startswith("//") for words in behind[:-1]) or any("\n" in words for words in behind):
        return [*value.above, *behind], ""
    return value.above, f"  {' '.join(behind)}" if behind else ""


def record_text(
    layout: Layout,
    opening: str,
    record: Record,
    filled: Filled | None,
    more: Mapping[str, Value],
    indent: str,
    closing: str,
) -> str:
    """`opening{.field = value, …}closing` for what a config and the call itself say, the fields in the record's order."""
    entries: list[tuple[str, Value]] = []
    for name in record.fields:
        if name in more:
            entries.append((name, more[name]))
        elif (
            filled is not None
            and (found := field_value(layout, record, filled, name, indent + layout.unit)) is not None
        ):
            entries.append((name, found))
    return braced(layout, opening, entries, indent, closing, 3)


def field_value(layout: Layout, record: Record, filled: Filled, name: str, indent: str) -> Value | None:
    """What a config says of one field: a value, a list of structs, or a part; None where it says nothing."""
    if name in filled.values:
        return filled.values[name]
    if name in filled.elements:
        order = record.elements[name]
        elements = [
            [f".{one} = {element[one]}" for one in order if one in element] for element in filled.elements[name]
        ]
        comments = filled.comments.get(name, Value(""))
        return Value(listed(layout, elements, indent, len(f".{name} = ,")), comments.above, comments.behind)
    part = filled.config.parts.get(name)
    if part is None:
        return None
    inside = [(one, filled.values[f"{name}.{one}"]) for one in part.fields if f"{name}.{one}" in filled.values]
    return Value(braced(layout, f"{filled.ns}{part.type}", inside, indent, "", 9))


def listed(layout: Layout, elements: Sequence[Sequence[str]], indent: str, more: int) -> str:
    """Braced lists in one, each on a line of its own unless all fit on one; `more` is what else stands on that line."""
    texts = [layout.braces(", ".join(fields)) for fields in elements]
    one_line = layout.braces(", ".join(texts))
    if not layout.width or len(indent) + more + len(one_line) <= layout.width:
        return one_line
    inner, lines = indent + layout.unit, ["{"]
    for fields, text in zip(elements, texts, strict=True):
        if len(inner) + len(text) < layout.width:
            lines.append(f"{inner}{text},")
        else:
            lines += [f"{inner}{{", *(f"{inner}{layout.unit}{one}," for one in fields), f"{inner}}},"]
    return layout.newline.join([*lines, f"{indent}}}"])


def braced(
    layout: Layout, opening: str, entries: Sequence[tuple[str, Value]], indent: str, closing: str, at_most: int
) -> str:
    """The entries in braces: on one line where that is short, has no comment and holds at most so many."""
    one_line = opening + layout.braces(", ".join(f".{name} = {value.text}" for name, value in entries)) + closing
    short = not layout.width or len(indent) + len(one_line) <= layout.width
    simple = all(not value.above and not value.behind and "\n" not in value.text for _, value in entries)
    if short and simple and len(entries) <= at_most:
        return one_line
    lines, inner = [f"{opening}{{"], indent + layout.unit
    for name, value in entries:
        above, behind = split_comments(value)
        lines += [f"{inner}{words}" for words in above]
        text = value.text if value.indent is None else layout.shifted(value.text, value.indent, inner)
        lines.append(f"{inner}.{name} = {text},{behind}")
    return layout.newline.join([*lines, f"{indent}}}{closing}"])
