"""The class whose instance stands for a group of parameters: the one that is there, or the text of a new one."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

from migrate.model import Location
from migrate.python.edits import Edit, newline_of
from migrate.python.imports import imports_in
from migrate.python.source import last_name
from migrate.refactoring.calls.sites import Definition
from migrate.refactoring.draft import Draft
from migrate.refactoring.imports.adding import ImportAdding, Wanted
from migrate.refactoring.methods.classes import is_mangled
from migrate.refactoring.refused import Refused
from migrate.refactoring.symbols import Function, Symbol, find_symbol, is_name
from migrate.refactoring.units import first_line
from migrate.references.index import Index
from migrate.references.members.classes import called
from migrate.references.names import BUILTINS, Module

Kind = Literal["frozen", "mutable", "plain"]


@dataclass(frozen=True, slots=True)
class Field:
    """One parameter of the group, as a field. `default` and `hint` are as they are written."""

    name: str
    hint: str | None
    default: str | None


def fields_of(definition: Definition, group: Sequence[str]) -> list[Field]:
    """The parameters of that group, in the order of the definition. Raises Refused where it lacks one."""
    arguments, module = definition.node.args, definition.module
    positional = [*arguments.posonlyargs, *arguments.args]
    defaults: list[ast.expr | None] = [None] * (len(positional) - len(arguments.defaults))
    pairs = [
        *zip(positional, [*defaults, *arguments.defaults], strict=True),
        *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True),
    ]
    found = [
        Field(item.arg, _text(module, item.annotation), _text(module, default))
        for item, default in pairs[definition.implicit :]
        if item.arg in group
    ]
    missing = [name for name in group if name not in [field.name for field in found]]
    if missing:
        where = definition.where
        reason = f"{where}: `{definition.node.name}` has no parameter `{missing[0]}` that could go into an object"
        raise Refused("no-parameter", reason, "name parameters that every definition has", where)
    return found


def _text(module: Module, node: ast.expr | None) -> str | None:
    if node is None:
        return None
    text = module.positions.decode(module.source.data[module.positions.start(node) : module.positions.end(node)])
    return ast.unparse(node) if "\n" in text or "\r" in text or isinstance(node, ast.Tuple) else text


class ObjectClass:
    """The class for a group of parameters of the first of these definitions. `fields` are in the order in which it takes them."""

    def __init__(
        self, draft: Draft, adding: ImportAdding, dotted: str, definitions: Sequence[Definition], fields: list[Field]
    ) -> None:
        self.draft = draft
        self.index: Index = draft.index
        self.adding = adding
        self.module, _, self.name = dotted.rpartition(".")
        self.main = definitions[0]
        self.first = min(
            (item for item in definitions if item.module is self.main.module), key=lambda item: item.node.lineno
        )
        self.fields = sorted(fields, key=lambda field: field.default is not None)
        if not is_name(self.name) or is_mangled(self.name) or not self.module:
            raise Refused("bad-name", f"`{dotted}` is no dotted name for a class", 'write `class = "pkg.mod.Name"`')

    @property
    def wanted(self) -> Wanted:
        """The import that brings it."""
        return Wanted(self.module, self.name)

    @property
    def is_there(self) -> bool:
        """Whether the tree has it."""
        module = self.index.names.module(self.module)
        return module is not None and self.name in module.namespace

    def accept(self) -> None:
        """Take the class that is there. Raises Refused where its fields are not those of the group."""
        symbol = find_symbol(self.index, f"{self.module}.{self.name}")
        where = symbol.where
        own = _fields_there(symbol)
        if own is None:
            reason = f"{where}: what `{self.name}` takes cannot be told"
            raise Refused("name-taken", reason, "name a class of your own, or one with an `__init__`", where)
        by_name = {field.name: field for field in own}
        for field in self.fields:
            there = by_name.get(field.name)
            if there is None:
                reason = f"{where}: `{self.name}` has no field `{field.name}`"
                raise Refused("field", reason, "give it that field, or name another class", where)
            if not _alike(field.default, there.default):
                reason = f"{where}: `{field.name}` has the default {there.default or 'nothing'}, not {field.default or 'nothing'}"
                raise Refused("field", reason, "make both defaults the same first", where)
        more = [
            field.name for field in own if field.default is None and field.name not in [f.name for f in self.fields]
        ]
        if more:
            reason = f"{where}: `{self.name}` wants `{more[0]}` as well"
            raise Refused("field", reason, "give that field a default", where)
        self.fields = [by_name[field.name] for field in own if field.name in [f.name for f in self.fields]]
        if [field.name for field in own[: len(self.fields)]] != [field.name for field in self.fields]:
            raise Refused("field", f"{where}: other fields stand before those of the group", "put them behind", where)

    def make(self, kind: Kind) -> None:
        """Write the class: above the function where its module defines that, else at the end of the module, or a new one."""
        self._check_defaults(kind)
        home = self.index.names.module(self.module)
        if home is None and self.index.names.is_module(self.module):
            raise Refused("syntax-error", f"`{self.module}` has no file to write to", "name another module")
        if home is None:
            return self._new_module(kind)
        offset = self._above() if home is self.main.module else len(home.source.data)
        wanted = self._imports(kind, home, offset)
        line = newline_of(home.source.data)
        text = home.positions.encode(self._text(kind)).replace(b"\n", line)
        if home is self.main.module:
            text += line * 2
        elif home.source.data.strip():
            end = b"" if home.source.data.endswith((b"\n", b"\r")) else line
            text = end + line * 2 + text
        edits = self.adding.edits(home, wanted)
        if kind != "plain" and "dataclasses" not in [name for name, _ in home.origins.values()]:
            self.draft.note(f"{home.path}: importing it loads `dataclasses` as well now")
        first = [edit for edit in edits if edit.start == edit.end == offset]
        for edit in first:  # imports go above what needs them
            text = edit.text + (b"" if edit.text.endswith(line * 2) else line * 2) + text.lstrip(b"\r\n")
        self.draft.edit(home.path, *(edit for edit in edits if edit not in first), Edit(offset, offset, text))
        return None

    def _above(self) -> int:
        """The start of the comments above the statement of the module that holds the function."""
        module, at = self.main.module, self.main.module.positions
        tree = module.source.tree
        number = self.first.node.lineno
        top = next(node for node in tree.body if first_line(node) <= number <= (node.end_lineno or number))
        line = first_line(top)
        while line > 1 and module.source.data[at.line_start(line - 1) : at.line_start(line)].startswith(b"#"):
            line -= 1
        return at.line_start(line)

    def _new_module(self, kind: Kind) -> None:
        package, _, leaf = self.module.rpartition(".")
        folder = self._folder(package)
        if folder is None or not leaf.isidentifier():
            reason = f"there is no package `{package}` for a module `{leaf}`"
            raise Refused("no-such-module", reason, "name a module in a package that is there")
        wanted = self._imports(kind, None, 0)
        lines = [f"import {item.written}" for item in wanted if not item.name]
        lines += [f"from {item.module} import {item.written}" for item in wanted if item.name]
        head = f'"""{self.name}, as functions take it."""\n\n' + "".join(f"{line}\n" for line in sorted(lines))
        text = head + ("\n\n" if lines else "\n") + self._text(kind)
        line = newline_of(self.main.module.source.data)
        self.draft.write(folder / f"{leaf}.py", text.encode().replace(b"\n", line))

    def _folder(self, package: str) -> PurePosixPath | None:
        names = self.index.names
        if package:
            path = names.path_of(package)
            if path is not None:
                return path.parent if path.stem == "__init__" else None
            inside = [found for name, found in names.paths.items() if name.rpartition(".")[0] == package]
            return inside[0][0].parent if inside else None
        depth = len(self.main.module.name.split(".")) - (not self.main.module.package)
        return self.main.module.path.parents[depth]

    def _text(self, kind: Kind) -> str:
        names = [f"`{field.name}`" for field in self.fields]
        said = ", ".join(names[:-1]) + (" and " if len(names) > 1 else "") + names[-1]
        doc = f'    """{said} of `{self.main.node.name}`."""\n\n'
        if kind == "plain":
            listed = ", ".join(_parameter(field) for field in self.fields)
            set_ = "".join(f"        self.{field.name} = {field.name}\n" for field in self.fields)
            return f"class {self.name}:\n{doc}    def __init__(self, {listed}):\n{set_}"
        head = "@dataclass(frozen=True)\n" if kind == "frozen" else "@dataclass\n"
        body = "".join(
            f"    {field.name}: {field.hint or 'Any'}" + (f" = {field.default}" if field.default else "") + "\n"
            for field in self.fields
        )
        return f"{head}class {self.name}:\n{doc}{body}"

    def _check_defaults(self, kind: Kind) -> None:
        for field in self.fields:
            if field.default is None or kind == "plain":
                continue
            for part in ast.walk(ast.parse(field.default, mode="eval")):
                if isinstance(
                    part, ast.List | ast.Dict | ast.Set | ast.Call | ast.ListComp | ast.DictComp | ast.SetComp
                ):
                    where = self.main.where
                    reason = f"{where}: a dataclass may not take the default `{field.default}` of `{field.name}`"
                    raise Refused("mutable-default", reason, 'say `kind = "plain"`', where)

    def _imports(self, kind: Kind, home: Module | None, offset: int) -> list[Wanted]:
        """What the text of the class needs in its module. Raises Refused for names that cannot be had there."""
        found: list[Wanted] = []
        if kind != "plain":
            found.append(Wanted("dataclasses", "dataclass"))
            if any(field.hint is None for field in self.fields):
                found.append(Wanted("typing", "Any"))
        origin = self.main.module
        for name, at_once in self._names(kind):
            where = self.main.where
            if self.main.scope.lookup(name) is None:
                if name not in BUILTINS:
                    self._cannot(name, f"nothing called `{name}` is known there", where)
                continue
            if self.main.scope.lookup(name) is not origin.bindings.module:
                self._cannot(name, f"`{name}` is known only beside the function", where)
            nodes = origin.namespace[name]
            if home is origin:
                line = origin.positions.line_of(offset)
                if at_once and min(getattr(node, "lineno", 1) for node in nodes) >= line:
                    self._cannot(name, f"`{name}` is bound only below the class", where)
                continue
            aliases = [node for node in nodes if isinstance(node, ast.alias)]
            typing = [item for item in imports_in(origin.source) if item.when == "typing" and name in item.binds]
            if len(aliases) != 1 or len(nodes) != 1 or typing:
                self._cannot(name, f"`{name}` cannot be imported into `{self.module}`", where)
            module, taken = origin.origins[aliases[0]]
            bound = aliases[0].asname or ""
            found.append(Wanted(module, taken, bound if bound != taken else ""))
        return list(dict.fromkeys(found))

    @staticmethod
    def _cannot(name: str, why: str, where: Location) -> None:
        hint = "put the class into the function's module, or write it by hand and name it here"
        raise Refused("field", f"{where}: {why}", hint, where)

    def _names(self, kind: Kind) -> list[tuple[str, bool]]:
        """The names that hints and defaults of the fields read."""
        found: dict[tuple[str, bool], None] = {}
        for field in self.fields:
            for text in (field.hint, field.default):
                for part in ast.walk(ast.parse(text or "0", mode="eval")):
                    if isinstance(part, ast.Name):
                        found[part.id, True] = None
                    elif isinstance(part, ast.Constant) and isinstance(part.value, str) and text is field.hint:
                        try:
                            inner = ast.parse(part.value, mode="eval")
                        except SyntaxError:
                            continue
                        found |= {(item.id, False): None for item in ast.walk(inner) if isinstance(item, ast.Name)}
        return list(found)


def _parameter(field: Field) -> str:
    if field.default is None:
        return f"{field.name}: {field.hint}" if field.hint else field.name
    return f"{field.name}: {field.hint} = {field.default}" if field.hint else f"{field.name}={field.default}"


def _alike(one: str | None, other: str | None) -> bool:
    if one is None or other is None:
        return one is other
    return ast.dump(ast.parse(one, mode="eval")) == ast.dump(ast.parse(other, mode="eval"))


def _fields_there(symbol: Symbol) -> list[Field] | None:
    """What a class takes when it is called: the fields of a dataclass, or the parameters of its `__init__`."""
    node = symbol.nodes[-1]
    if len(symbol.nodes) != 1 or not isinstance(node, ast.ClassDef):
        return None
    own = [item for item in node.body if isinstance(item, Function) and item.name == "__init__"]
    if len(own) == 1:
        positional = [*own[0].args.posonlyargs, *own[0].args.args]
        if own[0].args.vararg or own[0].args.kwarg or own[0].args.kwonlyargs:
            return None
        names = [item.arg for item in positional[1:]]
        return fields_of(Definition(symbol.module, own[0], 1), names)
    if "dataclass" not in {last_name(called(item)) for item in node.decorator_list} or node.bases:
        return None
    found = []
    for item in node.body:
        if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name):
            hint = ast.unparse(item.annotation)
            if "ClassVar" in hint or "KW_ONLY" in hint or isinstance(item.value, ast.Call):
                return None
            found.append(Field(item.target.id, hint, _text(symbol.module, item.value)))
    return found
