"""New names where words are: in documents and configuration, in comments and docstrings."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from migrate.python.edits import Edit
from migrate.python.names import Module
from migrate.python.references import Index
from migrate.python.texts import mentions

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
            dotted = rb"(?<![\w./@-])" + re.escape(module.encode()) + rb"[.:](" + re.escape(name.encode()) + rb")(?!\w)"
            for match in re.finditer(dotted, data) if module else ():
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
    data = module.source.data
    for (owner, name), new in carriers.items():
        dotted = rb"(?<![\w.])" + re.escape(owner.encode()) + rb"\.(?P<name>" + re.escape(name.encode()) + rb")(?!\w)"
        found = [match.span("name") for match in re.finditer(dotted, data)] if owner else []
        if words:
            found += [match.span() for match in re.finditer(rb"(?<!\w)" + re.escape(name.encode()) + rb"(?!\w)", data)]
        for start, end in dict.fromkeys(found):
            if _is_prose(module, start):
                yield Edit(start, end, new.encode())


def in_words(data: bytes, carriers: Mapping[tuple[str, str], str]) -> Iterator[Edit]:
    """Every place in a text where one of the names stands as a word."""
    for name, new in {name: new for (_, name), new in carriers.items()}.items():
        for match in re.finditer(rb"(?<!\w)" + re.escape(name.encode()) + rb"(?!\w)", data):
            yield Edit(*match.span(), new.encode())


def _is_prose(module: Module, offset: int) -> bool:
    """Whether that byte lies in a comment or in a docstring."""
    at = module.positions
    docstrings = {id(node) for node in _docstrings(module.source.tree)}
    for node in ast.walk(module.source.tree):
        text = isinstance(node, ast.JoinedStr) or (
            isinstance(node, ast.Constant) and isinstance(node.value, str | bytes)
        )
        if text and hasattr(node, "lineno") and at.start(node) <= offset < at.end(node):
            return id(node) in docstrings
    return b"#" in module.source.data[at.line_start(at.line_of(offset)) : offset]


def _docstrings(tree: ast.AST) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr):
                yield first.value


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
