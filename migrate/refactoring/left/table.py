"""A row of a compat table: what an old name becomes, its templates read and proven, and its text as a function that warns."""

from __future__ import annotations

import ast
import builtins
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from migrate.python.edits import Edit, apply_edits
from migrate.refactoring.left.modules import indented
from migrate.refactoring.left.table_signatures import BadRow, Signature
from migrate.refactoring.rules.imports_needed import split
from migrate.references.index import Index

Kind = Literal["redirect", "calls", "noop", "removed"]
BUILTINS = frozenset(dir(builtins))
TOKEN = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|\$(\w+|\*)""")
ARGUMENT, ALL, RESULT = "_argument_", "_all_arguments_", "_result"
WIDTH = 100

WARNER, FAILER = "_deprecated", "_removed"
WARNER_TEXT = f'''def {WARNER}(old: str, version: str, use: str) -> None:
    """Warn whoever called the old name."""
    import warnings

    warnings.warn(
        f"{{__name__}}.{{old}} is deprecated and goes in {{version or 'a future version'}}: {{use}}",
        DeprecationWarning,
        stacklevel=3,
    )
'''
FAILER_TEXT = f'''def {FAILER}(old: str, use: str) -> RuntimeError:
    """The error that tells whoever called the old name what to use."""
    return RuntimeError(f"{{__name__}}.{{old}} was removed: {{use}}")
'''


@dataclass(frozen=True, slots=True)
class Row:
    """One old name (`name`, or `Class.method`) and what becomes of it: exactly one of `to`, `calls`, `noop`, `removed`."""

    old: str
    to: str = ""
    calls: tuple[str, ...] = ()
    noop: str | None = None
    """The parameter that is returned; empty for the first."""
    removed: str = ""
    before: str = ""
    signature: str = ""

    @property
    def kind(self) -> Kind:
        """What the row does."""
        if self.to:
            return "redirect"
        return "calls" if self.calls else "removed" if self.removed else "noop"

    @property
    def name(self) -> str:
        """The last part of the old name."""
        return self.old.rpartition(".")[2]

    @property
    def owner(self) -> str:
        """The class that the old name is a method of; empty for a function."""
        return self.old.rpartition(".")[0]


class Template:
    """One call of a row: `pkg.pipeline.run($graph, passes=["$0"])`. Raises BadRow where it cannot be read.

    `$name` is a parameter of the old function, `$*` all its arguments as they came, `$0` the old name (in a string), `$_`
    what the call before gave.
    """

    def __init__(self, text: str, old: str) -> None:
        self.text = text
        code = TOKEN.sub(lambda match: _placed(match, old.rpartition(".")[2]), text)
        self.data = code.encode()
        try:
            self.tree = ast.parse(code, mode="eval").body
        except (SyntaxError, ValueError) as error:
            raise BadRow(f"`{text}` is no call: {error}") from error
        if not isinstance(self.tree, ast.Call) or "\n" in code:
            raise BadRow(f"`{text}` is no call in one line")
        self.held = {
            part.id for part in ast.walk(self.tree) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
        } | {part.arg for part in ast.walk(self.tree) if isinstance(part, ast.arg)}

    @property
    def parameters(self) -> frozenset[str]:
        """The parameters that it names."""
        names = {part.id for part in ast.walk(self.tree) if isinstance(part, ast.Name)}
        return frozenset(name.removeprefix(ARGUMENT) for name in names if name.startswith(ARGUMENT))

    @property
    def takes_all(self) -> bool:
        """Whether it hands on all arguments."""
        return any(isinstance(part, ast.Name) and part.id == ALL for part in ast.walk(self.tree))

    @property
    def takes_result(self) -> bool:
        """Whether it needs what the call before gave."""
        return any(isinstance(part, ast.Name) and part.id == RESULT for part in ast.walk(self.tree))

    def chains(self) -> Iterator[tuple[ast.expr, str]]:
        """The dotted names in it, outermost first. Raises BadRow for a bare name that is nothing."""
        inner: set[int] = set()
        for part in ast.walk(self.tree):
            if id(part) in inner or not isinstance(part, ast.Attribute | ast.Name):
                continue
            chain: list[str] = []
            node: ast.expr = part
            while isinstance(node, ast.Attribute):
                chain.append(node.attr)
                node = node.value
                inner.add(id(node))
            if not isinstance(node, ast.Name) or node.id in self.held or node.id == RESULT:
                continue
            if node.id.startswith(ARGUMENT) or node.id == ALL:
                continue
            if chain:
                yield part, ".".join([node.id, *reversed(chain)])
            elif node.id not in BUILTINS:
                raise BadRow(f"`{node.id}` in `{self.text}` is neither `${node.id}` nor a whole dotted name")

    def written(self, spelled: Mapping[str, str], everything: str) -> str:
        """The call with its dotted names spelled so, and with its arguments."""
        edits = [
            Edit(part.col_offset, part.end_col_offset or 0, spelled[dotted].encode())
            for part, dotted in self.chains()
            if dotted in spelled
        ]
        for part in ast.walk(self.tree):
            if isinstance(part, ast.Name) and part.id == ALL and not everything:
                edits.append(self._dropped(part))
            elif isinstance(part, ast.Name) and part.id == ALL:
                edits.append(Edit(part.col_offset, part.end_col_offset or 0, everything.encode()))
            elif isinstance(part, ast.Name) and part.id.startswith(ARGUMENT):
                name = part.id.removeprefix(ARGUMENT)
                edits.append(Edit(part.col_offset, part.end_col_offset or 0, name.encode()))
        return apply_edits(self.data, edits).decode()

    def _dropped(self, part: ast.Name) -> Edit:
        """`$*` of a function that takes nothing, with the comma beside it."""
        start, end = part.col_offset, part.end_col_offset or 0
        after = re.compile(rb"\s*,\s*").match(self.data, end)
        before = re.compile(rb",\s*\Z").search(self.data, 0, start)
        if after:
            return Edit(start, after.end(), b"")
        return Edit(before.start() if before else start, end, b"")


def _placed(match: re.Match[str], old: str) -> str:
    string, token = match.group(1), match.group(2)
    if string is not None:
        return string.replace("$0", old)
    return {"*": ALL, "_": RESULT, "0": old}.get(token, f"{ARGUMENT}{token}")


@dataclass(frozen=True)
class Function:
    """A row as a function of the compat module."""

    row: Row
    signature: Signature
    use: str
    """What the warning says that one should do."""
    imports: tuple[str, ...]
    statements: tuple[str, ...]

    def text(self, version: str) -> str:
        """Its definition, at the top of a module; of a method, at the top of a class."""
        row, head = self.row, self.signature.written(self.row.name)
        asked = (row.old, self.use) if row.kind == "removed" else (row.old, version, self.use)
        call = _call(FAILER if row.kind == "removed" else WARNER, asked)
        lines = [f"raise {call}" if row.kind == "removed" else call, *self.imports]
        lines += [""] if self.imports else []
        lines += self.statements
        word = "Removed" if row.kind == "removed" else "Deprecated"
        return f'{head}\n    """{word}: {_in_docstring(self.use)}."""\n' + indented("\n".join(lines) + "\n")


def function_of(index: Index, row: Row, signature: Signature, before: str) -> Function:
    """The row as a function. Raises Refused where a template names what is not there, BadRow where it cannot be meant."""
    if row.kind == "removed":
        return Function(row, Signature.open(row.owner != ""), row.removed, (), ())
    hook = [Template(before, row.old)] if before else []
    calls = [Template(text, row.old) for text in row.calls or ([f"{row.to}($*)"] if row.to else [])]
    bound: dict[str, tuple[str, str]] = {}
    spelled: dict[str, str] = {}
    for template in [*hook, *calls]:
        if unknown := sorted(template.parameters - signature.names):
            raise BadRow(f"`{template.text}` names `${unknown[0]}`, which is no parameter of `{row.old}`")
        for _, dotted in template.chains():
            if dotted not in spelled and (index.names.is_ours(dotted) or dotted.partition(".")[0] not in BUILTINS):
                spelled[dotted] = _spelled(index, dotted, bound, signature.names)
    if any(template.takes_result for template in [*hook, *calls[:1]]):
        raise BadRow(f"the first call of `{row.old}` has no result before it: `$_`")
    everything = signature.handed_on
    statements = [template.written(spelled, everything) for template in hook]
    if row.kind == "noop":
        statements.append(f"return {_returned(row, signature)}")
    for template, following in zip(calls, [*calls[1:], None][: len(calls)], strict=True):
        head = "return " if following is None else f"{RESULT} = " if following.takes_result else ""
        statements.append(head + template.written(spelled, everything))
    return Function(row, signature, _use(row, calls), tuple(_imports(bound)), tuple(statements))


def _spelled(index: Index, dotted: str, bound: dict[str, tuple[str, str]], taken: frozenset[str]) -> str:
    """How the function says the name, by an import of its own that goes to `bound`."""
    wanted = split(index, dotted, "from")
    if wanted.rest:
        home, name = wanted.module, wanted.rest[0]
    else:
        home, _, name = wanted.module.rpartition(".")
    alias = name
    while alias in taken or bound.get(alias, (home, name)) != (home, name) or alias in (WARNER, FAILER, RESULT):
        alias = f"_{alias}"
    bound[alias] = (home, name)
    return ".".join([alias, *wanted.rest[1:]])


def _imports(bound: Mapping[str, tuple[str, str]]) -> Iterator[str]:
    homes: dict[str, list[str]] = {}
    for alias, (home, name) in sorted(bound.items(), key=lambda item: item[1]):
        homes.setdefault(home, []).append(name if alias == name else f"{name} as {alias}")
    for home, names in homes.items():
        yield f"from {home} import {', '.join(names)}" if home else f"import {', '.join(names)}"


def _returned(row: Row, signature: Signature) -> str:
    name = row.noop or signature.first
    if not name:
        raise BadRow(f"`{row.old}` has no argument that it could return")
    if name not in signature.names:
        raise BadRow(f"`{name}` is no parameter of `{row.old}`")
    return name


def _use(row: Row, calls: Sequence[Template]) -> str:
    if row.kind == "noop":
        return "it does nothing any more, leave it out"
    if row.to:
        return f"use {row.to}"
    shown = [TOKEN.sub(lambda match: _shown(match, row.name), template.text) for template in calls]
    return f"use {', then '.join(shown)}"


def _shown(match: re.Match[str], old: str) -> str:
    string, token = match.group(1), match.group(2)
    if string is not None:
        return string.replace("$0", old)
    return {"*": "...", "_": "..."}.get(token, token)


def quoted(text: str) -> str:
    """The text as a string of Python."""
    return json.dumps(text, ensure_ascii=False)


def _call(name: str, arguments: Sequence[str]) -> str:
    inner = ", ".join(map(quoted, arguments))
    if len(name) + len(inner) + 6 <= WIDTH:
        return f"{name}({inner})"
    return f"{name}(\n" + "".join(f"    {quoted(text)},\n" for text in arguments) + ")"


def _in_docstring(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"""', "'''").rstrip(".")


def is_ours(node: ast.stmt) -> bool:
    """Whether the definition is a row that was written by us."""
    if not isinstance(node, ast.FunctionDef):
        return False
    body = node.body[1:] if ast.get_docstring(node) is not None else node.body
    match body[:1]:
        case [ast.Expr(value=ast.Call(func=ast.Name(id=name)))]:
            return name == WARNER
        case [ast.Raise(exc=ast.Call(func=ast.Name(id=name)))]:
            return name == FAILER
    return False


def version_of(node: ast.FunctionDef) -> str:
    """The version in which a row of ours says that it goes; empty where it says none."""
    for part in ast.walk(node):
        match part:
            case ast.Call(
                func=ast.Name(id=name), args=[ast.Constant(), ast.Constant(value=str(version)), ast.Constant()]
            ) if name == WARNER:
                return version
    return ""
