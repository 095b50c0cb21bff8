"""Writes the rows of a table into a compat module, new or there, and into the packages that hand its names on."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath

from migrate.model import Location, Move, Removal
from migrate.python.edits import BOM, Edit, apply_edits, newline_of
from migrate.python.parameters import accepts, parameters
from migrate.python.source import Source
from migrate.refactoring.calls.sites import implementation
from migrate.refactoring.draft import Draft
from migrate.refactoring.left.modules import indented, table_of
from migrate.refactoring.left.names import exported, handing_out
from migrate.refactoring.left.table import (
    FAILER,
    FAILER_TEXT,
    WARNER,
    WARNER_TEXT,
    Function,
    Row,
    function_of,
    is_ours,
    quoted,
    version_of,
)
from migrate.refactoring.left.table_signatures import BadRow, Signature, old_signature, old_symbol
from migrate.refactoring.refused import Refused
from migrate.refactoring.renaming.bindings import line_of_binding
from migrate.refactoring.rules.imports_needed import no_longer_used, split, without
from migrate.refactoring.snippets import module_path
from migrate.refactoring.symbols import Symbol, is_name
from migrate.refactoring.templates import BUILTINS, BadTemplate, Template
from migrate.refactoring.units import units_of
from migrate.references.names import Meaning, Module

LOADED_FIRST = "  # loaded first: whoever loads it later would put it over the name"
Place = tuple[str, str]
"""(module, name) of something that is handed out under an old name."""


class Merging:
    """One table and the module that answers for its old names."""

    def __init__(
        self,
        draft: Draft,
        home: str,
        before: str = "",
        remove_in: str | None = None,
        replace: bool = False,
        definitions: Sequence[str] = (),
    ) -> None:
        """`definitions` are the modules where what the old names took is looked up, beside the module itself."""
        self.draft = draft
        self.index = draft.index
        self.names = draft.index.names
        self.home = home
        self.before = before
        self.version = remove_in or ""
        self.replace = replace
        self.definitions = (home, *definitions)

    def write(self, rows: Sequence[Row], reexport: Iterable[str]) -> None:
        """Put every row that is not there yet into the module and into these packages. A conflict is refused, and all are told."""
        module = self._module(rows)
        redirects: dict[str, Place] = {}
        functions: dict[str, Function] = {}
        for row in rows:
            try:
                made = self._made(row)
            except Refused as error:
                self.draft.refusals.append(error.refusal)
            except (BadRow, BadTemplate) as error:
                self.draft.refuse("bad-row", str(error), "mend the row", Location(module.path))
            else:
                if isinstance(made, Function):
                    functions[row.old] = made
                else:
                    redirects[row.old] = made
        if self.draft.refusals:
            return
        module = self._merged(module, redirects, functions)
        for package in reexport:
            there = self.names.module(package)
            if there is None:
                raise Refused("no-such-module", f"the tree has no `{package}` to hand the names on", "mend `reexport`")
            self._handed_on(there, redirects, functions)

    # what a row is

    def _made(self, row: Row) -> Place | Function:
        if not all(map(is_name, row.old.split("."))) or row.old.count(".") > 1:
            raise BadRow(f"`{row.old}` is neither a name nor a method of a class")
        before = row.before or self.before
        if row.kind == "redirect":
            place, symbol = self._target(row)
            hidden = self.names.is_module(f"{self.home}.{row.old}")
            wraps = before or row.owner or (hidden and symbol is not None and symbol.kind == "function")
            if not wraps:
                self._check_takes(row, symbol)
                return place
            if symbol is not None and symbol.kind == "class":
                old_signature(symbol)  # refuses it
        if row.kind == "removed":
            return function_of(self.index, row, Signature.open(bool(row.owner)), "")
        made = function_of(self.index, row, self._signature(row), before)
        self._check_ways(row, before)
        return made

    def _target(self, row: Row) -> tuple[Place, Symbol | None]:
        wanted = split(self.index, row.to, "from")
        meaning = self.names.meaning(row.to) if self.names.is_ours(row.to) else None
        if not wanted.rest:
            raise Refused("no-symbol", f"`{row.to}` is a module", "redirect a module by `compat`")
        if len(wanted.rest) > 1:
            raise Refused(
                "no-symbol", f"`{row.to}` is a member of a class", f'say `call = "{row.to}($*)"` and a `signature`'
            )
        if meaning is not None and (meaning.module, meaning.name) == (self.home, row.old):
            raise self._loop(row, row.to)
        return (wanted.module, wanted.rest[0]), old_symbol(self.index, row.to)

    def _check_takes(self, row: Row, new: Symbol | None) -> None:
        """Raise Refused where what the old function took does not fit the new one."""
        old = self._old(row)
        if old is None or new is None or not old.functions or not new.functions:
            return
        takes = [parameters(implementation(symbol).args) for symbol in (old, new)]
        if why := next(accepts(*takes), ""):
            raise Refused(
                "other-signature",
                f"`{row.to}` does not take what `{self.home}.{row.old}` took: {why}",
                f'say which parameter is which: `call = "{row.to}(…)"`',
                old.where,
            )

    def _old(self, row: Row) -> Symbol | None:
        """What the tree still has of the old name."""
        found = (old_symbol(self.index, f"{home}.{row.old}") for home in self.definitions)
        return next((symbol for symbol in found if symbol is not None), None)

    def _check_ways(self, row: Row, before: str) -> None:
        """Raise Refused where a call of the row leads back to the row."""
        for text in (*row.calls, *([before] if before else ()), *([f"{row.to}($*)"] if row.to else ())):
            for _, dotted in Template(text, row.name).dotted():
                meaning = self.names.meaning(dotted) if self.names.is_ours(dotted) else None
                if meaning is not None and meaning.dotted == f"{self.home}.{row.old}":
                    raise self._loop(row, dotted)

    def _loop(self, row: Row, dotted: str) -> Refused:
        path = self.names.path_of(self.home)
        return Refused(
            "row-loop",
            f"`{dotted}` is `{self.home}.{row.old}` itself: it would call itself without end",
            "name what is to be used instead",
            Location(path) if path else None,
        )

    def _signature(self, row: Row) -> Signature:
        old = self._old(row)
        if row.signature:
            waits = old is not None and any(isinstance(node, ast.AsyncFunctionDef) for node in old.functions)
            if old is not None and (old.kind == "class" or waits):
                old_signature(old)  # refuses it
            return Signature.read(row.signature).plain(None)
        if old is not None:
            return old_signature(old)
        target = old_symbol(self.index, row.to) if row.to else None
        if target is not None:
            return old_signature(target)
        raise Refused(
            "no-signature",
            f"nothing in the tree says what `{self.home}.{row.old}` took",
            'give the row a `signature`, such as "(graph, level=1)"',
        )

    # the module

    def _module(self, rows: Sequence[Row]) -> Module:
        found = self.names.module(self.home)
        if found is not None:
            found.positions  # noqa: B018 - raises for an encoding that takes no edits
            return found
        if path := self.names.path_of(self.home):
            raise Refused("syntax-error", f"{path} cannot be parsed", "mend the file first", Location(path))
        path = module_path(self.draft, self.home)
        top = self.home.partition(".")[0]
        public = [row.old for row in rows if not row.owner and not row.old.startswith("_")]
        public += [row.owner for row in rows if row.owner and not row.owner.startswith("_")]
        listed = "".join(f"    {quoted(name)},\n" for name in dict.fromkeys(public))
        text = (
            f'"""Old names of {top}, kept for a while: each says in a DeprecationWarning what to use."""\n\n'
            f"__all__ = [\n{listed}]\n"
        )
        return _again(None, path, self.home, text.encode())

    def _merged(self, module: Module, redirects: dict[str, Place], functions: dict[str, Function]) -> Module:
        new_redirects = {old: place for old, place in redirects.items() if not self._has_redirect(module, old, place)}
        new_functions = [made for old, made in functions.items() if not self._has_function(module, made)]
        if self.draft.refusals or not (new_redirects or new_functions):
            return module
        if module.path.suffix == ".py" and self.draft.workspace.exists(module.path.with_suffix(".pyi")):
            self.draft.note(
                f"{module.path.with_suffix('.pyi')}: type checkers see this file, which does not tell the rows"
            )
        names = [*new_redirects, *(made.row.old for made in new_functions)]
        module = self._cleared(module, names, new_redirects)
        self._check_own_uses(module, new_redirects)
        module = self._with_redirects(module, new_redirects)
        for made in new_functions:
            module = self._with_function(module, made)
            if made.row.kind == "removed":
                self.draft.removals.append(Removal(f"{self.home}.{made.row.old}", made.row.removed))
            elif made.row.to:
                self.draft.moves.append(Move(f"{self.home}.{made.row.old}", made.row.to, "symbol", "delegate"))
        self._write(module)
        return module

    def _write(self, module: Module) -> None:
        """All that stood above what was added may have gone."""
        data = module.source.data
        self.draft.write(module.path, data if data.startswith(BOM) else data.lstrip(b"\r\n"))

    def _has_redirect(self, module: Module, old: str, place: Place) -> bool:
        """Whether the module hands out that name from there. Refuses a row of ours that leads elsewhere."""
        table = table_of(module.source.tree)
        entry = table.entries.get(old) if table else None
        new = ".".join(place)
        if entry is None:
            hidden = self.names.is_module(f"{module.name}.{old}")
            return hidden and old in module.namespace and self._means(module, old) == self.names.meaning(new)
        if entry.new != new and self.names.meaning(entry.new) != (self.names.meaning(new) or entry.new):
            self._conflict(module, old, entry.key, f"leads to `{entry.new}`")
        return True

    def _means(self, module: Module, name: str) -> Meaning | None:
        meanings = {self.names.bound(module, name, node) for node in module.namespace[name]}
        return meanings.pop() if len(meanings) == 1 else None

    def _has_function(self, module: Module, made: Function) -> bool:
        """Whether the module has that very row. Refuses one of ours that does something else."""
        table = table_of(module.source.tree)
        if table and made.row.old in table.entries:
            entry = table.entries[made.row.old]
            self._conflict(module, made.row.old, entry.key, f"leads to `{entry.new}`")
            return True
        found = [node for node in _definitions(module, made.row.owner, made.row.name) if is_ours(node)]
        for node in found:
            text = made.text(version_of(node))
            if ast.dump(ast.parse(text).body[0]) != ast.dump(node):
                self._conflict(module, made.row.old, node, "does something else")
        return bool(found)

    def _conflict(self, module: Module, old: str, node: ast.expr | ast.stmt, what: str) -> None:
        where = Location(module.path, node.lineno)
        reason = f"{where}: the row of `{old}` that is there {what}"
        self.draft.refuse(
            "row-conflict", reason, f"mend the row, or take the old one away first: `remove = [{quoted(old)}]`", where
        )

    def _parted(self, module: Module, old: str, alias: ast.alias, place: Place | None) -> None:
        """Declare that what was imported under the name, and stays where it is defined, is another object from now on."""
        was = self.names.bound(module, old, alias)
        now = self.names.meaning(".".join(place)) if place else None
        if (
            was is not None
            and was.name
            and self.names.is_ours(was.module)
            and was not in (now, Meaning(self.home, old))
        ):
            self.draft.removals.append(Removal(was.dotted, f"`{module.name}.{old}` is a compat row now"))

    def _cleared(self, module: Module, names: Sequence[str], kept: Mapping[str, Place]) -> Module:
        """The module without what else it binds to these names, where `replace` says so; else refused. `kept` are redirects."""
        edits: list[Edit] = []
        aliases: list[ast.alias] = []
        for old in names:
            owner, _, name = old.rpartition(".")
            nodes = _members(module, owner, name) if owner else module.namespace.get(name, [])
            if not owner and not nodes:
                self._check_free(module, name)
            if nodes and not self.replace:
                where = Location(module.path, line_of_binding(module, nodes[0]))
                reason = f"{where}: `{old}` is something else there"
                raise Refused("place-taken", reason, "say `replace = true` to put the row in its place", where)
            for node in nodes:
                if isinstance(node, ast.alias):
                    aliases.append(_plainly_imported(module, old, node))
                    self._parted(module, old, node, kept.get(old))
                else:
                    edits.append(_cut(module, old, node))
        if not edits and not aliases:
            return module
        before, module = module, edited(module, [*edits, *without(module, aliases)])
        gone = [alias for _, alias, _ in no_longer_used(before, module)]
        return edited(module, without(module, gone)) if gone else module

    def _check_free(self, module: Module, name: str) -> None:
        """Raise Refused where the name means something in the module without being bound there."""
        for use in module.bindings.uses:
            if use.name.id == name in BUILTINS and use.scope.lookup(name) is None:
                where = Location(module.path, use.name.lineno)
                reason = f"{where}: the module uses the built-in `{name}`, over which the row would come"
                raise Refused("place-taken", reason, "write the rows into another module", where)
        for star in module.stars:
            if name in self.names.star_names(star):
                where = Location(module.path)
                reason = f"{where.path}: `{name}` comes by a star import of `{star}`"
                raise Refused("place-taken", reason, "import what the module needs by name first", where)

    def _check_own_uses(self, module: Module, redirects: Iterable[str]) -> None:
        """Raise Refused where code of the module itself uses a name that its `__getattr__` will give to others alone."""
        top = module.bindings.module
        for use in module.bindings.uses:
            home = use.scope.lookup(use.name.id) if use.name.id in redirects else None
            if use.name.id in redirects and (home is top or (home is None and use.name.id not in BUILTINS)):
                where = Location(module.path, use.name.lineno)
                reason = f"{where}: the module itself uses `{use.name.id}`, which it will give to others alone"
                raise Refused("still-used", reason, "let it use the new name first", where)

    def _with_redirects(self, module: Module, redirects: dict[str, Place]) -> Module:
        if not redirects:
            return module
        for old in redirects:
            if self.names.is_module(f"{module.name}.{old}"):
                module = _appended(module, f"from . import {old} as _{old}{LOADED_FIRST}\n", blank=1)
        module = edited(module, handing_out(self.names, module, redirects, self.version or None))
        for old, place in redirects.items():
            hidden = self.names.is_module(f"{module.name}.{old}")
            self.draft.moves.append(
                Move(f"{module.name}.{old}", ".".join(place), "symbol", "reexport" if hidden else "compat")
            )
            if hidden:
                self.draft.note(f"{module.path}: `{old}` gives no warning, since a submodule has that name too")
            module = _listed(module, old)
        return module

    def _with_function(self, module: Module, made: Function) -> Module:
        helper, text = (FAILER, FAILER_TEXT) if made.row.kind == "removed" else (WARNER, WARNER_TEXT)
        nodes = module.namespace.get(helper, [])
        if not nodes:
            module = _appended(module, text)
        elif ast.dump(nodes[-1]) != ast.dump(ast.parse(text).body[0]):
            where = Location(module.path, line_of_binding(module, nodes[0]))
            raise Refused("name-taken", f"{where}: the module has a `{helper}` of its own", "rename that first", where)
        written = made.text(self.version)
        if made.row.owner:
            return _listed(_in_class(module, made.row.owner, written), made.row.owner)
        if self.names.is_module(f"{module.name}.{made.row.old}"):
            written = f"from . import {made.row.old} as _{made.row.old}{LOADED_FIRST}\n\n\n{written}"
        return _listed(_appended(module, written), made.row.old)

    # packages that hand the names on

    def _handed_on(self, package: Module, redirects: dict[str, Place], functions: dict[str, Function]) -> None:
        lazy = {old: place for old, place in redirects.items() if not self._has_redirect(package, old, place)}
        tops = dict.fromkeys(old.partition(".")[0] for old in functions)
        direct = [name for name in tops if not self._hands_on(package, name)]
        if self.draft.refusals or not (lazy or direct):
            return
        module = self._cleared(package, [*lazy, *direct], lazy)
        self._check_own_uses(module, lazy)
        module = self._with_redirects(module, lazy)
        for name in direct:
            line = f"from {self.home} import {name} as {name}  # noqa: E402\n"
            sub = f"{package.name}.{name}"
            if self.names.is_module(sub) and sub != self.home:
                line = f"from . import {name} as _{name}{LOADED_FIRST}\n{line}"
            module = _listed(_appended(module, line, blank=1), name)
        self._write(module)

    def _hands_on(self, package: Module, name: str) -> bool:
        nodes = package.namespace.get(name, [])
        return bool(nodes) and all(
            isinstance(node, ast.alias) and package.origins[node] == (self.home, name) for node in nodes
        )


def _again(like: Module | None, path: PurePosixPath, name: str, data: bytes) -> Module:
    package = like.package if like else path.stem == "__init__"
    return Module(Source(path, data, name, package=package))


def edited(module: Module, edits: Iterable[Edit]) -> Module:
    """The module with these edits made. Raises Refused where two meet."""
    try:
        return _again(module, module.path, module.name, apply_edits(module.source.data, edits))
    except ValueError as error:
        where = Location(module.path)
        raise Refused("broken-result", f"{module.path}: {error}", "make two steps of it", where) from error


def _listed(module: Module, name: str) -> Module:
    """With the name in its `__all__`, if it has one that is a list and the name is public."""
    if name.startswith("_") or name in module.exports.names:
        return module
    return edited(module, exported(module, name))


def _appended(module: Module, text: str, blank: int = 2) -> Module:
    data, at = module.source.data, module.positions
    line = newline_of(data).decode()
    ending = "" if data.endswith((b"\n", b"\r")) or not data else line
    apart = "\n" * (blank if data else 0)
    return edited(module, [Edit(len(data), len(data), at.encode(ending + (apart + text).replace("\n", line)))])


def _definitions(module: Module, owner: str, name: str) -> list[ast.FunctionDef]:
    """The `def`s of that name at the module's top, or in that class at its top."""
    body: Sequence[ast.stmt] = module.source.tree.body
    if owner:
        classes = [node for node in body if isinstance(node, ast.ClassDef) and node.name == owner]
        body = classes[-1].body if classes else ()
    return [node for node in body if isinstance(node, ast.FunctionDef) and node.name == name]


def _members(module: Module, owner: str, name: str) -> list[ast.AST]:
    """Whatever binds that name in the body of that class at the module's top."""
    classes = [node for node in module.namespace.get(owner, []) if isinstance(node, ast.ClassDef)]
    return [item for node in classes for item in module.bindings.scope_of[node].bindings.get(name, [])]


def _in_class(module: Module, owner: str, text: str) -> Module:
    """With the method at the end of that class, or in a new one."""
    nodes = module.namespace.get(owner, [])
    if not nodes:
        head = f'class {owner}:\n    """Old names: each says in a DeprecationWarning what to use."""\n\n'
        return _appended(module, head + indented(text))
    node = nodes[-1]
    if len(nodes) > 1 or not isinstance(node, ast.ClassDef) or node not in module.source.tree.body:
        where = Location(module.path, line_of_binding(module, nodes[0]))
        raise Refused("name-taken", f"{where}: `{owner}` is no plain class", "give the row another name", where)
    at = module.positions
    last = node.body[-1]
    start = at.line_start((last.end_lineno or 0) + 1)
    first = at.data[at.line_start(node.body[0].lineno) : at.start(node.body[0])].decode()
    if first.strip():
        where = Location(module.path, node.lineno)
        raise Refused("one-line-class", f"{where}: the class has its body in its line", "break the line first", where)
    line = newline_of(at.data).decode()
    ending = "" if at.data[:start].endswith((b"\n", b"\r")) else line
    body = "".join(f"{first}{item}" if item.strip() else item for item in text.splitlines(keepends=True))
    return edited(module, [Edit(start, start, at.encode(ending + line + body.replace("\n", line)))])


def _plainly_imported(module: Module, old: str, alias: ast.alias) -> ast.alias:
    for site in module.bindings.imports:
        if alias in site.node.names and site.node in module.source.tree.body:
            return alias
    raise _not_plain(module, old, alias)


def _cut(module: Module, old: str, node: ast.AST) -> Edit:
    """The edit that takes the statement away that binds the name, with the comments above it."""
    for count, unit in enumerate(units_of(module)):
        [first, *more] = unit.statements
        binds = first is node or (isinstance(first, ast.Assign) and first.targets == [node])
        if binds and not more:
            return Edit(unit.start if count else unit.code, unit.end, b"")
    raise _not_plain(module, old, node)


def _not_plain(module: Module, old: str, node: ast.AST) -> Refused:
    where = Location(module.path, line_of_binding(module, node))
    return Refused(
        "place-taken", f"{where}: `{old}` is not bound by a statement of its own", "take that away by hand first", where
    )
