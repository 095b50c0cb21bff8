"""Functions of a module become static methods of a class, and whoever names them asks the class."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from migrate.model import Location, Move
from migrate.python.bindings import ImportSite
from migrate.python.edits import BOM, Edit, Unplaced, newline_of
from migrate.refactoring.draft import Draft
from migrate.refactoring.imports.lines import blocks_of, without_names, without_statement
from migrate.refactoring.imports.retarget import add_statement
from migrate.refactoring.left.names import exported, without_item
from migrate.refactoring.methods.classes import (
    check_body,
    check_class_names,
    check_member,
    functions_at_top,
    is_mangled,
    is_top,
    read_at_once,
    single,
)
from migrate.refactoring.methods.names import (
    Named,
    NamedImport,
    Places,
    check_free,
    check_reach,
    in_doctests,
    in_texts,
)
from migrate.refactoring.methods.stages import check_loads
from migrate.refactoring.methods.text import Lines, appended, body_indent, cut_of, ended, step_of, within
from migrate.refactoring.moving.arrival import own_start
from migrate.refactoring.refused import Refused
from migrate.refactoring.renaming.bindings import home_of
from migrate.refactoring.retexting import in_comments
from migrate.refactoring.symbols import Function, Symbol, find_symbol, is_name
from migrate.refactoring.units import Unit, eager_names, only_words, places, units_of
from migrate.references.members.classes import Class
from migrate.references.members.hierarchy import Hierarchy
from migrate.references.names import Meaning, Module

Leave = Literal["nothing", "alias", "compat"]
LEFT: dict[Leave, Literal["nothing", "reexport", "delegate"]] = {
    "nothing": "nothing",
    "alias": "reexport",
    "compat": "delegate",  # a function cannot warn and be the same object
}


@dataclass(frozen=True)
class Wish:
    """What is asked for: these functions and constants of one module become members of a class of that module."""

    functions: tuple[str, ...]
    constants: tuple[str, ...]
    home: str
    cls: str
    leave: Leave = "nothing"
    remove_in: str | None = None

    @property
    def everything(self) -> tuple[str, ...]:
        """All names that go into the class."""
        return (*self.functions, *self.constants)


def is_wrapped(draft: Draft, dotted: str, cls: str) -> bool:
    """Whether a name is a member of the class already, and at most an alias or a warning stands at its old place."""
    owner = Hierarchy(draft.index).find(cls)
    module, _, name = dotted.rpartition(".")
    if owner is None or name not in owner.body:
        return False
    there = draft.index.names.module(module)
    nodes = there.namespace.get(name, []) if there else []
    return not any(isinstance(node, Function) and not _hands_on(node, f"{owner.name}.{name}") for node in nodes)


def _hands_on(node: Function, asked: str) -> bool:
    match node.body[-1]:
        case ast.Return(value=ast.Call(func=ast.Attribute() as func)):
            return ast.unparse(func) == asked
    return False


class Wrapping:
    """One class, made in a draft. Raises Refused for what cannot be proven."""

    def __init__(self, draft: Draft, wish: Wish) -> None:
        self.draft = draft
        self.index = draft.index
        self.wish = wish
        self.hierarchy = Hierarchy(draft.index)
        self.meaning = Meaning(wish.home, wish.cls)
        self.symbols = [find_symbol(self.index, f"{wish.home}.{name}") for name in wish.everything]
        self.home: Module = self.symbols[0].module
        self.scope = self.home.bindings.module
        self.units = units_of(self.home)
        self.cls: Class | None = single(self.hierarchy, f"{wish.home}.{wish.cls}")
        self.places = Places()

    def carry_out(self) -> None:
        """Write everything into the draft."""
        self._check_home()
        position = self._position()
        self.named = [Named(self.index, symbol) for symbol in self.symbols]
        self.edits: list[Edit] = []
        for named in self.named:
            self._uses(named)
            self._strings(named)
        self._imports()
        self._exports()
        self._texts()
        self._write(position)
        for path, why in self.index.unread.items():
            self.draft.note(f"{path}: not looked at: {why}")
        left = LEFT[self.wish.leave]
        self.draft.moves += [
            Move(f"{self.wish.home}.{name}", f"{self.wish.home}.{self.wish.cls}.{name}", "symbol", left)
            for name in sorted(self.wish.everything)
        ]
        if not self.draft.refusals:
            check_loads(self.draft, self.wish.home)

    # what goes, and where to

    @cached_property
    def going(self) -> list[Unit]:
        """The statements that go into the class, in the order of the text."""
        found = [unit for unit in self.units if any(node in self._nodes for node in unit.statements)]
        after: list[Unit] = []
        for one, two in zip(self.units, self.units[1:], strict=False):
            if one in found and two.kind == "other" and only_words(two):
                after.append(two)
        return [unit for unit in self.units if unit in found or unit in after]

    @cached_property
    def _nodes(self) -> set[ast.stmt]:
        found: set[ast.stmt] = set()
        for name in self.wish.functions:
            found |= set(functions_at_top(self.home, name))
        for name in self.wish.constants:
            found.add(self._constant(name))
        return found

    def _constant(self, name: str) -> ast.stmt:
        where = Location(self.home.path, getattr(self.home.namespace[name][0], "lineno", 1), symbol=name)
        for node in self.home.source.tree.body:
            match node:
                case (
                    ast.Assign(targets=[ast.Name(id=bound)])
                    | ast.AnnAssign(target=ast.Name(id=bound), value=ast.expr())
                ):
                    if bound == name and len(self.home.namespace[name]) == 1 and is_top(self.home, node):
                        return node
        hint = "bind it once, in a statement of its own"
        raise Refused("bound-twice", f"{where}: `{name}` is not bound by one plain assignment", hint, where)

    def _check_home(self) -> None:
        home, wish = self.home, self.wish
        where = Location(home.path)
        files = self.index.names.paths.get(home.name, ())
        if any(path.suffix == ".pyi" for path in files):
            raise Refused("stub-file", f"`{home.name}` has a stub (.pyi)", "change the stub by hand first", where)
        if len(files) > 1:
            raise Refused("ambiguous", f"{' and '.join(map(str, files))} are one module", "set `source`", where)
        if not is_name(wish.cls) or is_mangled(wish.cls):
            raise Refused("bad-name", f"`{wish.cls}` is no name for a class", "choose another `class`", where)
        if self.cls is None:
            check_free(self.index, home, self.scope, wish.cls, None)
        elif not is_top(home, self.cls.node):
            raise Refused("conditional", f"{where}: `{wish.cls}` stands in a branch", "define it at the top", where)
        elif wish.constants and (self.cls.decorators or self.hierarchy.ancestors(self.cls)):
            place = Location(home.path, self.cls.line)
            reason = f"{place}: what an attribute means to `{wish.cls}` is for its bases and decorators to say"
            raise Refused("contract", reason, "put constants into a plain class", place)
        for symbol in self.symbols:
            self._check_symbol(symbol)
        for unit in self.going:
            shared = [node for node in unit.statements if node not in self._nodes]
            if shared and not only_words(unit):
                place = Location(home.path, unit.line)
                raise Refused("one-line", f"{place} shares its line with what goes", "give it lines of its own", place)
            for node in unit.statements:
                check_body(home, node, wish.cls)
                check_class_names(home, node, self.scope, self.cls.body if self.cls else ())
        if "globals" in {use.name.id for use in home.bindings.uses}:
            for string, _ in home.bindings.strings:
                if string.value in wish.everything:
                    place = Location(home.path, string.lineno)
                    reason = f"{place}: `globals()` may be asked for {string.value!r}"
                    raise Refused("module-namespace", reason, "write the names out", place)

    def _check_symbol(self, symbol: Symbol) -> None:
        name = symbol.name
        if len(symbol.path) > 1 or symbol.kind == "import":
            hint = "name what stands at the top of a module, where it is defined"
            raise Refused("member", f"`{symbol.dotted}` is defined elsewhere or is a member", hint, symbol.where)
        if name in self.wish.functions and not symbol.functions:
            raise Refused("no-function", f"`{symbol.dotted}` is no function", "name it in `constants`", symbol.where)
        if name in ("__getattr__", "__dir__"):
            raise Refused("module-hook", f"`{name}` speaks for its module", "leave it there", symbol.where)
        if self.cls is not None:
            check_member(self.hierarchy, self.cls, name)
        for declared, scope in self.home.bindings.declarations:
            if isinstance(declared, ast.Global) and name in declared.names and scope is not self.scope:
                where = Location(self.home.path, declared.lineno)
                raise Refused("global-write", f"{where}: `global {name}`", "set an attribute of the class first", where)
        for node in symbol.functions:
            for item in node.decorator_list:
                if re.search(r"\bfixture\b", ast.unparse(item)):
                    where = Location(self.home.path, item.lineno)
                    raise Refused("fixture", f"{where}: pytest finds a fixture where it is", "leave it there", where)
                if isinstance(item, ast.Call | ast.Attribute):
                    where = Location(self.home.path, item.lineno)
                    self.draft.note(f"{where}: `@{ast.unparse(item)}` gets a function of a class now")

    def _position(self) -> int:
        """The number of the unit in whose place the new class stands, or of the class that is there.

        Raises Refused where what runs on import would ask for a member before the class is there.
        """
        within = places([unit for unit in self.units if unit.kind == "definition"])
        known, going = places(self.units), set(self.going)
        needed = 0
        for unit in self.going:
            at_once = [item for node in unit.statements for item in read_at_once(self.home, node, self.scope)]
            direct = {item.use.name.id for item in at_once}
            where = Location(self.home.path, unit.line)
            for item in at_once:
                if item.nested and item.use.name.id in self.wish.constants:
                    reason = f"{where}: a comprehension in a class does not see `{item.use.name.id}`"
                    raise Refused("nested-scope", reason, "write a loop, or leave the constant out", where)
                if item.hint is not None and item.use.name.id in self.wish.constants:
                    reason = f"{where}: an annotation names `{item.use.name.id}`"
                    raise Refused("annotation", reason, "leave that constant where it is", where)
            reached = self._reached(direct - set(self.wish.constants), within)
            if early := sorted(reached & set(self.wish.everything)):
                reason = f"{where} needs `{early[0]}` while the class is being made"
                raise Refused("too-early", reason, f"leave `{early[0]}` a function", where)
            before = [known[name] for name in eager_names(self.home, unit, within) if name in known]
            needed = max([needed, *(self.units.index(item) + 1 for item in before if item not in going)])
        users = [
            count
            for count, unit in enumerate(self.units)
            if unit not in going and eager_names(self.home, unit, within) & set(self.wish.everything)
        ]
        first = min(users, default=len(self.units))
        own = self.cls.node if self.cls else None
        if own is not None:
            positions = [count for count, unit in enumerate(self.units) if own in unit.statements]
        else:
            positions = [self.units.index(unit) for unit in self.going]
        found = next((item for item in positions if needed <= item < first), None)
        if found is None:
            late = next((item for item in positions if item >= first), None)
            unit = self.units[first] if late is not None else self.units[needed - 1]
            where = Location(self.home.path, unit.line)
            why = "uses them on import, above the class" if late is not None else "is needed by them, below the class"
            raise Refused("too-early", f"{where} {why}", "move that statement first", where)
        return found

    def _reached(self, names: set[str], within: dict[str, Unit]) -> set[str]:
        seen: set[str] = set()
        waiting = set(names)
        while waiting:
            name = waiting.pop()
            seen.add(name)
            for node in within[name].statements if name in within else ():
                waiting |= self.home.free(node) - seen
        return seen

    # who names it

    @cached_property
    def _bare(self) -> set[int]:
        """The names (by id) that are read in the body of the class itself, where constants are at hand."""
        found = set()
        for unit in self.going:
            for node in unit.statements:
                found |= {id(item.use.name) for item in read_at_once(self.home, node, self.scope)}
        return found

    def _uses(self, named: Named) -> None:
        new = self._new_scopes(named)
        for item in named.uses:
            if not named.follows(item):
                continue
            if item.module is self.home and (id(item.use.name) in self._bare or item.use.name in named.symbol.nodes):
                continue
            start, end = self.places.of(item)
            if isinstance(item.node, ast.Name):
                home = home_of(item.use) or item.module.bindings.module
                check_reach(self.index, item, self.wish.cls, self.meaning, home if home in new else None)
            elif not isinstance(item.node.ctx, ast.Load):
                self.draft.note(f"{item.where}: what is put in the place of `{named.name}` is seen by everyone now")
            text = item.module.positions.encode(f"{self.wish.cls}.{named.name}")
            self.draft.edit(item.module.path, Edit(start, end, text))

    def _new_scopes(self, named: Named) -> set[object]:
        """The scopes that get the class by an import in the place of the function's."""
        return {item.site.scope for item in named.imports if item.binding in named.carriers}

    def _strings(self, named: Named) -> None:
        for reference in named.strings:
            if reference.spelled not in named.carriers or reference.form == "export":
                continue
            module = self.index.names.file(reference.path)
            at, text = module.positions, f"{self.wish.cls}.{named.name}"
            if reference.form == "string":
                self.draft.edit(reference.path, Edit(reference.start, reference.end, at.encode(text)))
            elif reference.form == "setattr":
                for node, parent in module.bindings.strings:
                    if node is reference.string and isinstance(parent, ast.Call):
                        end = at.end(parent.args[0])
                        self.draft.edit(reference.path, Edit(end, end, at.encode(f".{self.wish.cls}")))
        for where in named.parts_of_strings():
            reason = f"{where}: a string that holds the old name of `{named.name}` as a part"
            if self.wish.leave == "nothing":
                self.draft.refuse("unproven-reference", reason, 'mend it by hand, or say `leave = "alias"`', where)
            else:
                self.draft.note(f"{reason} is left as it is")

    def _imports(self) -> None:
        """Imports of the functions become imports of the class."""
        groups: dict[tuple[Module, ImportSite], list[tuple[Named, NamedImport]]] = {}
        for named in self.named:
            keeping = named.keeping if self.wish.leave == "nothing" else []
            for item in (*named.following, *keeping):
                groups.setdefault((item.module, item.site), []).append((named, item))
        given: set[object] = set()
        for (module, site), group in groups.items():
            check_free(self.index, module, site.scope, self.wish.cls, self.meaning)
            kept = [f"{item.bound} = {self.wish.cls}.{named.name}" for named, item in group if item in named.keeping]
            for named, item in group:
                if item in named.keeping:
                    self.draft.note(f"{item.where}: `{module.name}` goes on showing `{item.bound}`")
            if group[0][1].is_star:
                self._check_star(module, group[0][1])
                gone = []
            else:
                gone = [alias for alias in site.node.names if any(alias is item.alias for _, item in group)]
            self._import(module, site, gone, site.scope in given, kept)
            given.add(site.scope)

    def _import(
        self, module: Module, site: ImportSite, gone: Sequence[ast.alias], given: bool, kept: Sequence[str]
    ) -> None:
        """The class in the place of these names, and below the statement what the module keeps for others."""
        node, at = site.node, module.positions
        assert isinstance(node, ast.ImportFrom)
        has = given or self.wish.cls in site.scope.bindings
        rest = list(gone) if has else list(gone[1:])
        if gone and not has:
            span = at.start(gone[0]), at.end(gone[0])
            self.draft.edit(module.path, Edit(*span, at.encode(self.wish.cls)))
        if len(rest) == len(node.names):
            first, *others = kept or [""]
            if first:
                self.draft.edit(module.path, Edit(at.start(node), at.end(node), at.encode(first)))
                kept = others
            else:
                block = blocks_of(module.source.tree)[id(node)]
                self.draft.edit(module.path, without_statement(module, node, block))
        elif rest:
            self.draft.edit(module.path, *without_names(module, node, rest))
        for text in kept:
            self.draft.edit(module.path, add_statement(module, node, text))

    def _check_star(self, module: Module, item: NamedImport) -> None:
        exports = self.home.exports
        brings = exports.known if exports.there else not self.wish.cls.startswith("_")
        if not brings:
            reason = f"{item.where}: the star would not bring `{self.wish.cls}`"
            raise Refused("star-import", reason, "import the names one by one first", item.where)

    def _exports(self) -> None:
        home, cls, wish = self.home, self.wish.cls, self.wish
        listed = [node for node in home.exports.nodes if node.value in wish.everything]
        if home.exports.there and not home.exports.known:
            self.draft.note(f"{home.path}: `__all__` cannot be read, and stays as it is")
        if not listed:
            return
        if wish.leave != "nothing":
            self.draft.edit(home.path, *exported(home, cls))
            return
        if cls not in home.exports.names:
            start = home.positions.string_start(listed[0])
            end = start + len(home.positions.encode(str(listed[0].value)))
            self.draft.edit(home.path, Edit(start, end, home.positions.encode(cls)))
            listed = listed[1:]
        self.draft.edit(home.path, *(without_item(home, node) for node in listed))

    # the text

    def _write(self, position: int) -> None:
        home, data, wish = self.home, self.home.source.data, self.wish
        line, lines = newline_of(data), Lines(home)
        step = body_indent(home, self.cls.node) if self.cls else self._step()
        edits = self.draft.edits(home.path)
        cuts = [cut_of(home, unit) for unit in self.going]
        texts, previous = list[bytes](), None
        for unit in self.going:
            piece = [*edits, *self._as_member(unit, lines, step, line)]
            text = ended(within(data, piece, own_start(home, unit), unit.end), line)
            if texts and (only_words(unit) or (previous and not _is_definition(previous) and not _is_definition(unit))):
                texts[-1] += text
            else:
                texts.append(text)
            previous = unit
        kept = [edit for edit in edits if not any(cut.start <= edit.start and edit.end <= cut.end for cut in cuts)]
        left = line * 2 + self._left(line) if wish.leave != "nothing" else b""
        if self.cls:
            new = appended(home, self.cls.node, texts)
            new = Edit(new.start, new.end, new.text + left)
            clash = [edit for edit in kept if edit.start == new.start == edit.end]
            kept = [edit for edit in kept if edit not in clash]
            new = Edit(new.start, new.end, new.text + b"".join(edit.text for edit in clash))
        else:
            body = line.join(texts)
            text = b"class " + home.positions.encode(wish.cls) + b":" + line + body + left
            unit = self.units[position]
            start = cuts[self.going.index(unit)].start
            gap = data[start : own_start(home, unit)]
            new = Edit(start, start, gap + text)
        data = self._assembled(kept, cuts, new)
        self.draft.write(home.path, data)

    def _assembled(self, kept: Sequence[Edit], cuts: Sequence[Edit], new: Edit) -> bytes:
        data, out, at = self.home.source.data, list[bytes](), 0
        for edit in sorted([*kept, *cuts, new], key=lambda item: (item.start, item.end, item is not new)):
            if edit.start < at:
                raise Unplaced(f"{self.home.path}: two edits meet at byte {edit.start}")
            out += [data[at : edit.start], edit.text]
            at = edit.end
        text = b"".join([*out, data[at:]])
        return text if data.startswith((b"\n", b"\r", BOM)) else text.lstrip(b"\r\n")

    def _step(self) -> bytes:
        """The indentation of the new class: as the first function with lines below its own is indented."""
        functions = [node for unit in self.going for node in unit.statements if isinstance(node, Function)]
        tall = [node for node in functions if node.body[0].lineno > node.lineno]
        return step_of(self.home, tall[0]) if tall else b"    "

    def _as_member(self, unit: Unit, lines: Lines, step: bytes, line: bytes) -> Iterator[Edit]:
        """The edits that indent a statement, and put `@staticmethod` above a function."""
        for edit in lines.indent(own_start(self.home, unit), unit.end, b"", step):
            head = b"@staticmethod" + line + step if edit.start == unit.code and _is_definition(unit) else b""
            yield Edit(edit.start, edit.end, edit.text + head)

    def _left(self, line: bytes) -> bytes:
        """What stands below the class for the old names."""
        wish, found = self.wish, list[str]()
        if wish.leave == "alias":
            found = [f"{name} = {wish.cls}.{name}\n" for name in wish.everything]
            return self.home.positions.encode("".join(found)).replace(b"\n", line)
        if wish.constants:
            where = self.symbols[-1].where
            raise Refused("constant", f"`{wish.constants[0]}` cannot warn", 'say `leave = "alias"`', where)
        gone = f"in {wish.remove_in}" if wish.remove_in else "in a future version"
        for name in wish.functions:
            new = f"{wish.home}.{wish.cls}.{name}"
            found.append(
                f"def {name}(*args, **kwargs):\n"
                "    import warnings\n\n"
                f'    message = "{wish.home}.{name} is deprecated and goes {gone}: use {new}"\n'
                "    warnings.warn(message, DeprecationWarning, stacklevel=2)\n"
                f"    return {wish.cls}.{name}(*args, **kwargs)\n"
            )
        return self.home.positions.encode("\n\n".join(found)).replace(b"\n", line)

    def _texts(self) -> None:
        for named in self.named:
            new = {(self.wish.home, named.name): f"{self.wish.cls}.{named.name}"}
            for path, edit in in_texts(self.index, self.wish.home, named.name, self.wish.cls):
                self.draft.edit(path, edit)
            for path in named.files:
                self.draft.edit(path, *in_comments(self.index.names.file(path), new, words=False))
            self.draft.edit(self.home.path, *in_doctests(self.home, named.name, self.wish.cls))


def _is_definition(unit: Unit) -> bool:
    return isinstance(unit.statements[0], Function)
