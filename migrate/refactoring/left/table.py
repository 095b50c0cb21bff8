"""A row of a compat table: what an old name becomes, its templates read and proven, and its text as a function that warns."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from migrate.refactoring.left.modules import indented
from migrate.refactoring.left.table_signatures import BadRow, Signature
from migrate.refactoring.rules.imports_needed import split
from migrate.refactoring.templates import BUILTINS, RESULT, Template, shown
from migrate.references.index import Index

Kind = Literal["redirect", "calls", "noop", "removed"]
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
    hook = [Template(before, row.name)] if before else []
    calls = [Template(text, row.name) for text in row.calls or ([f"{row.to}($*)"] if row.to else [])]
    bound: dict[str, tuple[str, str]] = {}
    spelled: dict[str, str] = {}
    for template in [*hook, *calls]:
        if unknown := sorted(template.arguments - signature.names):
            raise BadRow(f"`{template.text}` names `${unknown[0]}`, which is no parameter of `{row.old}`")
        for _, dotted in template.dotted():
            if dotted not in spelled and (index.names.is_ours(dotted) or dotted.partition(".")[0] not in BUILTINS):
                spelled[dotted] = _spelled(index, dotted, bound, signature.names)
    if any(template.takes_result for template in [*hook, *calls[:1]]):
        raise BadRow(f"the first call of `{row.old}` has no result before it: `$_`")
    everything = signature.handed_on
    statements = [template.written(spelled, {}, everything) for template in hook]
    if row.kind == "noop":
        statements.append(f"return {_returned(row, signature)}")
    for template, following in zip(calls, [*calls[1:], None][: len(calls)], strict=True):
        head = "return " if following is None else f"{RESULT} = " if following.takes_result else ""
        statements.append(head + template.written(spelled, {}, everything))
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
    return f"use {', then '.join(shown(template.text, row.name) for template in calls)}"


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


def is_helper(node: ast.stmt) -> bool:
    """Whether the statement is a function that our rows call to warn or to fail."""
    return isinstance(node, ast.FunctionDef) and node.name in (WARNER, FAILER)


def version_of(node: ast.FunctionDef) -> str:
    """The version in which a row of ours says that it goes; empty where it says none."""
    for part in ast.walk(node):
        match part:
            case ast.Call(
                func=ast.Name(id=name), args=[ast.Constant(), ast.Constant(value=str(version)), ast.Constant()]
            ) if name == WARNER:
                return version
    return ""
