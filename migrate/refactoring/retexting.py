"""New names where words are: in documents and configuration, in comments and docstrings."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from pathlib import PurePosixPath

from migrate.python.edits import Edit
from migrate.references.index import Index
from migrate.references.names import Module
from migrate.references.texts import Mention, mentions, pages

BYTES = re.compile(rb"(?<![\w\"'])(?:[bB][rR]?|[rR][bB])[\"']")
LONG_BYTES = re.compile(rb"[bB][rR]?(?:\"\"\"|''')")
PROMPT = (b">>>", b"...")


def in_documents(index: Index, carriers: Mapping[tuple[str, str], str]) -> Iterator[tuple[PurePosixPath, Edit]]:
    """Where the files of the layout's `also` write `module.name`, `module:name` or `from module import name`.

    What such an import is followed by in its own block of code takes the new name with it.
    """
    wanted = {name.encode() for _, name in carriers}
    for path in index.texts:
        data = index.workspace.read(path)
        if not any(name in data for name in wanted):
            continue
        for (module, name), new in carriers.items():
            if module.encode() not in data:
                continue
            dotted = rb"(?<![\w./@-])" + re.escape(module.encode()) + rb"[.:](" + re.escape(name.encode()) + rb")(?!\w)"
            is_page = pages(data)
            for match in re.finditer(dotted, data) if module else ():
                if not is_page(match.start()):
                    yield path, Edit(*match.span(1), new.encode())
            for mention in mentions(path, data, module, (), (), lambda _: False) if module else ():
                if mention.member != name:
                    continue
                stop = mention.member_start + len(name.encode())
                if mention.member_start:
                    yield path, Edit(mention.member_start, stop, new.encode())
                if mention.bare:
                    end = _block_end(data, mention.start)
                    word = re.compile(rb"(?<![\w.])" + re.escape(name.encode()) + rb"(?!\w)")
                    for match in word.finditer(data, stop, end):
                        yield path, Edit(*match.span(), new.encode())


def in_comments(module: Module, carriers: Mapping[tuple[str, str], str], words: bool) -> Iterator[Edit]:
    """Where comments and docstrings write `module.name`; with `words`, the name alone too."""
    data, is_prose = module.source.data, _Prose(module)
    for (owner, name), new in carriers.items():
        if not words and f"{owner}.{name}".encode() not in data:
            continue
        dotted = rb"(?<![\w.])" + re.escape(owner.encode()) + rb"\.(?P<name>" + re.escape(name.encode()) + rb")(?!\w)"
        found = [match.span("name") for match in re.finditer(dotted, data)] if owner else []
        if words:
            found += [match.span() for match in re.finditer(rb"(?<!\w)" + re.escape(name.encode()) + rb"(?!\w)", data)]
        for start, end in dict.fromkeys(found):
            if is_prose(start):
                yield Edit(start, end, new.encode())


def module_in_comments(module: Module, old: str, new: str) -> Iterator[Edit]:
    """Where comments and docstrings write the dotted name of a module; one without a dot may be a word, and counts with
    something after it, or in an import.
    """
    is_prose = _Prose(module)
    whole = re.compile(rb"(?<![\w./@-])" + re.escape(old.encode()) + rb"(?![\w/-])") if "." in old else as_module(old)
    for match in whole.finditer(module.source.data):
        if is_prose(match.start()):
            yield Edit(*match.span(), new.encode())


def as_module(name: str) -> re.Pattern[bytes]:
    """Finds a module's dotted name where it can hardly be a word: `name.x`, `import name`, `from name`."""
    written = re.escape(name.encode())
    return re.compile(
        rb"(?<![\w./@-])" + written + rb"(?=\.[^\W\d])|(?:(?<=import )|(?<=from ))" + written + rb"(?![\w-])"
    )


def in_words(data: bytes, carriers: Mapping[tuple[str, str], str]) -> Iterator[Edit]:
    """Every place in a text where one of the names stands as a word."""
    for name, new in {name: new for (_, name), new in carriers.items()}.items():
        for match in re.finditer(rb"(?<!\w)" + re.escape(name.encode()) + rb"(?!\w)", data):
            yield Edit(*match.span(), new.encode())


class _Prose:
    """Tells whether a byte lies in a comment, or in a string that stands alone: a docstring, or one below an attribute."""

    def __init__(self, module: Module) -> None:
        self.module = module

    @cached_property
    def strings(self) -> list[tuple[int, int, bool]]:
        """Where strings begin and end, and whether they stand alone."""
        module, at = self.module, self.module.positions
        alone = {
            id(node.value): node.value
            for node in module.source.nodes(ast.Expr)
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        }
        others: list[ast.AST] = [node for node, _ in module.bindings.strings if id(node) not in alone]
        others += module.bindings.fstrings
        found = [(at.start(node), at.end(node), True) for node in alone.values() if isinstance(node.value, str | bytes)]
        return found + [(at.start(node), at.end(node), False) for node in others]

    @cached_property
    def bytes(self) -> list[tuple[int, int]]:
        """Where bytes begin and end."""
        nodes = (node for node in ast.walk(self.module.source.tree) if isinstance(node, ast.Constant))
        at = self.module.positions
        return [(at.start(node), at.end(node)) for node in nodes if isinstance(node.value, bytes)]

    def __call__(self, offset: int) -> bool:
        for start, end, alone in self.strings:
            if start <= offset < end:
                return alone
        at = self.module.positions
        ahead = at.data[at.line_start(at.line_of(offset)) : offset]
        if b"#" not in ahead:
            return False
        unsure = BYTES.search(ahead) or LONG_BYTES.search(at.data)
        return not (unsure and any(start <= offset < end for start, end in self.bytes))


def _block_end(data: bytes, offset: int) -> int:
    """Where the block of code around that byte ends: a run of prompts, a fence, an indented block, or a paragraph."""
    start = data.rfind(b"\n", 0, offset) + 1
    first = data[start : data.find(b"\n", start) if b"\n" in data[start:] else len(data)]
    depth = _depth(first)
    prompt = first.strip().startswith(PROMPT)
    fenced = data.count(b"```", 0, start) % 2 == 1
    end = start
    for line in data[start:].splitlines(keepends=True):
        text = line.strip()
        inside = _depth(line) >= depth
        if prompt:
            over = not text
        elif fenced:
            over = text.startswith(b"```")
        elif depth:
            over = bool(text) and not inside
        else:
            over = not text
        if over:
            break
        end += len(line)
    return end


def _depth(line: bytes) -> int:
    return len(line) - len(line.lstrip(b" \t"))


def moved_in_comments(module: Module, old: str, names: Collection[str], new: str) -> Iterator[Edit]:
    """Where comments and docstrings write `old.name` of names that moved to the module `new`."""
    if old.encode() not in module.source.data:
        return
    is_prose = _Prose(module)
    for match in _dotted_names(old, names).finditer(module.source.data):
        if is_prose(match.start()):
            yield Edit(match.start(), match.start() + len(old.encode()), new.encode())


def moved_in_documents(
    index: Index, old: str, names: Collection[str], new: str
) -> Iterator[tuple[PurePosixPath, Edit | str, int]]:
    """The same in the files of the layout's `also`, imports included: (file, edit, line). A text in place of an edit says
    why that line had to be left.
    """
    for path in index.texts:
        data = index.workspace.read(path)
        if old.encode() not in data:
            continue
        found: dict[int, list[Mention]] = {}
        for mention in mentions(path, data, old, (), (), lambda _: False):
            found.setdefault(mention.start, []).append(mention)
        for start, group in found.items():
            moved = [mention for mention in group if mention.member in names]
            if len(moved) == len(group):
                yield path, Edit(start, group[0].end, new.encode()), group[0].line
            elif moved:
                yield path, f"`{moved[0].member}` is imported there together with what stays", group[0].line


def _dotted_names(module: str, names: Collection[str]) -> re.Pattern[bytes]:
    listed = b"|".join(re.escape(name.encode()) for name in sorted(names))
    return re.compile(rb"(?<![\w.])" + re.escape(module.encode()) + rb"[.:](?:" + listed + rb")(?!\w)")
