"""Merges one module into another: what moves, what folds, in which order, and what forbids it."""

from __future__ import annotations

import ast
import keyword
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import PurePosixPath
from typing import Literal

from migrate.model import Change, Location, Move, Outcome, Refusal
from migrate.python.bindings import always_bound
from migrate.python.edits import Edit, Unplaced, apply_edits, newline_of
from migrate.python.namespaces import plain_looks
from migrate.python.source import Source
from migrate.refactoring.imports.either import either
from migrate.refactoring.imports.folding import fold_imports
from migrate.refactoring.imports.retarget import Retarget, add_statement, spell
from migrate.refactoring.left.modules import compat_module, moved_to, reexport_module, served
from migrate.refactoring.left.packages import still_loaded
from migrate.refactoring.merging.weaving import NOT_NAMES, Weave, check_readers_of_all, unbound
from migrate.refactoring.refused import Refused
from migrate.refactoring.renaming.bindings import PART, Renaming
from migrate.refactoring.retexting import in_comments, module_in_comments
from migrate.refactoring.sameness import sameness
from migrate.refactoring.symbols import is_name
from migrate.refactoring.units import Unit, is_typing, places, units_of
from migrate.references.cycles import Loading, new_cycle, no_longer_loaded, too_early
from migrate.references.index import Index, without_collector
from migrate.references.names import BUILTINS, Meaning, Module, Names
from migrate.references.texts import PROSE, Mention

DIRECTIVE = re.compile(rb"[ \t]*\.\.[ \t]+(auto|py:)?module::")
"""Sphinx shows or declares a whole module there."""
FROM = b"# From `"
PLACE_ATTRIBUTES = frozenset({"__file__", "__path__", "__package__", "__spec__"})


@dataclass(frozen=True)
class Wishes:
    """What the user chose."""

    renames: Mapping[str, str]
    merge_enums: tuple[str, ...] = ()
    leave: Literal["compat", "reexport", "nothing"] = "compat"
    remove_in: str | None = None
    rename_private: bool = False
    drop_main: bool = False


class Merge:
    """The merge of the module `old` into `new`, as one outcome. Nothing is written."""

    def __init__(self, index: Index, old: str, new: str, wishes: Wishes) -> None:
        self.index = index
        self.names = index.names
        self.workspace = index.workspace
        self.old = old
        self.new = new
        self.wishes = wishes
        self.refusals: list[Refusal] = []
        self.notes: list[str] = []
        self.after: dict[PurePosixPath, bytes | None] = {}
        self.done_before = False
        self.renames: dict[str, str] = {}
        self._hung_on = ""
        """The package that must import what stands at the old place, since it was loaded with it."""

    @property
    def renamed(self) -> frozenset[str]:
        """The names that `renames` asked for and that the old module defines."""
        return frozenset(self.renames)

    def outcome(self) -> Outcome:
        """The changes and moves, or the refusals alone."""
        try:
            if self._done():
                self.done_before = True
                return Outcome(notes=tuple(self.notes))
            with without_collector():
                self._carry_out()
        except Refused as error:
            self.refusals.append(error.refusal)
        except Unplaced as error:
            where = Location(self.source.path) if self.names.path_of(self.old) else None
            self.refusals.append(Refusal("unplaced", str(error), "rewrite that place by hand, plainly", where))
        if self.refusals:
            return Outcome(refusals=tuple(self.refusals), notes=tuple(self.notes))
        changes = [self.workspace.change(path, text) for path, text in sorted(self.after.items())]
        return Outcome(
            tuple(change for change in changes if _differs(change)), tuple(self._moves()), notes=tuple(self.notes)
        )

    # what is there

    @cached_property
    def source(self) -> Module:
        """The module that goes."""
        path = self.names.path_of(self.old)
        assert path is not None
        return self.names.file(path)

    @cached_property
    def target(self) -> Module | None:
        """The module that takes it in, if it is there already."""
        path = self.names.path_of(self.new)
        return self.names.file(path) if path else None

    @cached_property
    def _before(self) -> Loading:
        return Loading(self.names)

    def _done(self) -> bool:
        path = self.names.path_of(self.old)
        if self.old == self.new:
            raise Refused("same-module", f"`{self.old}` cannot be merged into itself", "choose another `into`")
        if path is None:
            if self.target and self.wishes.leave == "nothing":
                self.notes.append(f"`{self.old}` has gone already")
                return True
            raise Refused(
                "no-such-module", f"the tree has no module `{self.old}`", "name a module below an import root"
            )
        module = self.names.module(self.old)
        if module is None:
            raise Refused("syntax-error", f"{path} cannot be parsed", "mend the file first", Location(path))
        gone_to = moved_to(module.source.tree)
        if gone_to == self.new and self.target:
            return True
        if gone_to:
            raise Refused(
                "moved-before",
                f"`{self.old}` only hands out names of `{gone_to}`",
                f"name `{gone_to}` instead",
                Location(path),
            )
        return False

    def _carry_out(self) -> None:
        self._check_places()
        self._choose_renames()
        if self.refusals:
            return
        self._check_renames()
        if self.refusals:
            return
        self.after[self._new_path] = self._merged() if self.target else self._moved()
        if self.refusals:
            return
        self._references()
        self._keep_loaded()
        self._texts()
        self._leave()
        if not self.refusals:
            self._judge()

    def _check_places(self) -> None:
        path = self.source.path
        if not all(part.isidentifier() and not keyword.iskeyword(part) for part in self.new.split(".")):
            raise Refused(
                "no-module-name", f"nothing can import `{self.new}`", "give names joined by dots", Location(path)
            )
        if any(item.suffix == ".pyi" for name in (self.old, self.new) for item in self.names.paths.get(name, ())):
            raise Refused(
                "stub-file",
                "a stub (.pyi) lies beside one of the modules",
                "merge or delete the stub first",
                Location(path),
            )
        for name in (self.old, self.new):
            if len(self.names.paths.get(name, ())) > 1:
                both = ", ".join(str(item) for item in self.names.paths[name])
                raise Refused(
                    "ambiguous-module", f"`{name}` could be any of {both}", "set the plan's `source`", Location(path)
                )
        if self.source.package and (self.old in self.names.folders):
            raise Refused(
                "package",
                f"`{self.old}` is a package with modules of its own",
                "merge its modules one by one",
                Location(path),
            )
        if self.target is None:
            self._check_new_place()
        elif self.names.module(self.new) is None:
            raise Refused(
                "syntax-error",
                f"{self.target.path} cannot be parsed",
                "mend the file first",
                Location(self.target.path),
            )
        for module in filter(None, (self.source, self.target)):
            self._check_hooks(module)

    def _check_new_place(self) -> None:
        parts = self.new.split(".")
        if self.names.is_module(self.new):
            raise Refused("name-taken", f"`{self.new}` is a folder of modules", "choose another `into`")
        for count in range(1, len(parts)):
            above = self.names.path_of(".".join(parts[:count]))
            if above and above.stem != "__init__":
                raise Refused(
                    "not-a-package",
                    f"{above} is a module, so nothing can lie below it",
                    "choose another `into`",
                    Location(above),
                )

    def _check_hooks(self, module: Module) -> None:
        ours = served(module.source.tree) | plain_looks(module.source.tree, None)
        for use in module.bindings.uses:
            home = use.scope.lookup(use.name.id)
            at = Location(module.path, use.name.lineno)
            if use.name.id == "globals" and home is None and id(use.name) not in ours:
                raise Refused(
                    "module-namespace", f"{at} looks at its module's names with `globals()`", "write the names out", at
                )
            if (
                module is self.source
                and use.name.id in PLACE_ATTRIBUTES
                and home is None
                and self._new_path.parent != module.path.parent
            ):
                raise Refused(
                    "module-place",
                    f"{at} depends on where its file lies (`{use.name.id}`)",
                    "choose an `into` in the same folder",
                    at,
                )
        if module is self.source and (hook := {"__getattr__", "__dir__"} & set(module.namespace)):
            raise Refused(
                "module-hook",
                f"`{self.old}` has a module-level `{min(hook)}`",
                "merge it by hand",
                Location(module.path),
            )

    @cached_property
    def _root(self) -> PurePosixPath:
        depth = len(self.old.split(".")) + self.source.package
        return self.source.path.parents[depth - 1]

    @cached_property
    def _new_path(self) -> PurePosixPath:
        return self.target.path if self.target else self._root.joinpath(*self.new.split(".")).with_suffix(".py")

    @cached_property
    def units(self) -> list[Unit]:
        return units_of(self.source)

    def _check_renames(self) -> None:
        """Refuse where something may ask the new module for the old name, whatever is left at the old place."""
        wanted = {(self.old, name): new for name, new in self.renames.items()}
        if not wanted:
            return
        check_readers_of_all(self)
        found: list[tuple[Location, str]] = []
        for path in self.index.files_about(Meaning(self.old)):
            if path not in self.index.unread:
                own = either(self.names, self.names.file(path), self.old, self.renames)
                found += [(Location(path, line), reason) for line, reason in own]
        try:
            renaming = Renaming(self.index, wanted)
            list(renaming.edits())
            found += renaming.left.places
        except (Refused, Unplaced):
            pass  # what is taken in the new module, not in the old one, decides
        for where, reason in dict.fromkeys(sorted(found)):
            if reason != PART:
                hint = "mend it by hand, or do not rename it"
                self.refusals.append(Refusal("unproven-reference", f"{where}: {reason}", hint, where))

    def _choose_renames(self) -> None:
        namespace = self.source.namespace
        for name, new in self.wishes.renames.items():
            nodes = namespace.get(name)
            if not nodes:
                continue
            if any(isinstance(node, ast.alias) for node in nodes):
                raise Refused(
                    "imported-name",
                    f"`{self.old}` only imports `{name}`",
                    "rename it in the module that defines it",
                    self._at(nodes[0]),
                )
            self._check_rename(name, new)
            self.renames[name] = new
        if self.wishes.rename_private and self.target:
            for name in namespace:
                if name.startswith("_") and not name.startswith("__") and name in self.target.namespace:
                    mine, theirs = places(self.units).get(name), places(units_of(self.target)).get(name)
                    if mine and theirs and mine.kind != "import" and self.sameness(mine, theirs) != "same":
                        new = f"_{self.old.rpartition('.')[2]}{name}"
                        self._check_rename(name, new)
                        self.renames[name] = new

    def _check_rename(self, name: str, new: str) -> None:
        at = self._at(self.source.namespace[name][0])
        if not is_name(new):
            raise Refused("no-name", f"`{new}` is not a name", "choose another new name", at)
        scopes = {use.scope for use in self.source.bindings.uses} | set(self.source.bindings.scope_of.values())
        if any(new in scope.bindings for scope in scopes) or new in BUILTINS:
            raise Refused(
                "name-taken",
                f"`{new}`, the new name of `{name}`, is in use in `{self.old}`",
                "choose another new name",
                at,
            )

    def _at(self, node: ast.AST) -> Location:
        return Location(self.source.path, getattr(node, "lineno", 1))

    # the text that moves

    def own_edits(self) -> list[Edit]:
        """What changes inside the old module's text: new names, re-anchored relative imports, references to itself."""
        module, at = self.source, self.source.positions
        edits: list[Edit] = []
        for name, new in self.renames.items():
            edits += [Edit(*span, at.encode(new)) for span in self._spans(name)]
        home = Module(Source(self._new_path, b"", self.new, package=self._new_path.stem == "__init__"))
        for site in module.bindings.imports:
            node = site.node
            if isinstance(node, ast.ImportFrom) and node.level and (target := module.target(node)) != self.old:
                written = spell(home, target, True)
                if written != "." * node.level + (node.module or ""):
                    edits.append(Edit(*at.from_span(node), at.encode(written)))
        retarget = Retarget(self.index, self.old, self.new, self.renames)
        done = retarget.file(module.path, skip=lambda reference: reference.form in ("name", "export"))
        for line, reason in done.left:
            self.left(module.path, line, reason)
        return [*edits, *done.edits]

    def _spans(self, name: str) -> Iterator[tuple[int, int]]:
        """Every place in the old module that writes this module-level name of it."""
        module, at = self.source, self.source.positions
        for node in module.namespace[name]:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                yield at.definition_span(node)
            elif not isinstance(node, ast.Name):
                raise Unplaced(f"{module.path}: `{name}` is bound in an unusual way")
        placed = {id(r.use): (r.start, r.end) for r in self.index.in_file(module.path) if r.form == "name"}
        for use in module.bindings.uses:
            if use.name.id == name and use.scope.lookup(name) is module.bindings.module:
                if id(use) not in placed:
                    raise Unplaced(f"{module.path}:{use.name.lineno}: `{name}` cannot be placed")
                yield placed[id(use)]
        for part in ast.walk(module.source.tree):
            if isinstance(part, ast.Global) and name in part.names:
                written = re.search(rb"\b" + name.encode() + rb"\b", at.data[at.start(part) : at.end(part)])
                if written is None:
                    raise Unplaced(f"{module.path}:{part.lineno}: `{name}` cannot be placed")
                yield at.start(part) + written.start(), at.start(part) + written.end()
        for node in module.exports.nodes:
            if node.value == name:
                start = at.string_start(node)
                yield start, start + len(at.encode(name))

    def _moved(self) -> bytes:
        """The new module where there was none: the old one's bytes, with its edits."""
        edits = self.own_edits()
        mains = [unit for unit in self.units if unit.kind == "main"]
        self.check_main(mains)
        edits = [edit for edit in edits if not any(unit.start <= edit.start < unit.end for unit in mains)]
        edits += [Edit(unit.start, unit.end, b"") for unit in mains]
        for count in range(1, len(self.new.split("."))):
            folder = self._root.joinpath(*self.new.split(".")[:count])
            if not self.workspace.is_folder(folder):
                self.after[folder / "__init__.py"] = b""
                self.notes.append(f"{folder / '__init__.py'} is new and empty")
        return apply_edits(self.source.source.data, edits)

    def check_main(self, mains: list[Unit]) -> None:
        for unit in mains:
            at = Location(self.source.path, unit.line)
            if not self.wishes.drop_main:
                raise Refused(
                    "main-block",
                    f"{at} is a block that runs as a script",
                    'say `main_block = "drop"`, or move it to a file of its own',
                    at,
                )
            self.notes.append(f"{at}: the `__main__` block is dropped")

    def _merged(self) -> bytes:
        """The new module's bytes with the old one's code in it."""
        target = self.target
        assert target is not None
        return Weave(self, target).text()

    def sameness(self, mine: Unit, theirs: Unit) -> str:
        assert self.target is not None
        if len(mine.statements) != len(theirs.statements):
            return "different"
        if any(self.source.free(node) & self.renames.keys() for node in mine.statements):
            return "different"  # it means another thing by a name that gets a new one
        return sameness(mine.statements, theirs.statements, (self.source.source.tree, self.target.source.tree))

    # everyone else

    def _references(self) -> None:
        retarget = Retarget(self.index, self.old, self.new, self.renames)
        for path in self.index.files_about(Meaning(self.old)):
            if path in (self.source.path, self._new_path):
                continue
            module = self.names.file(path)
            if path in self.index.unread:
                self.left(path, 1, self.index.unread[path])
                continue
            if moved_to(module.source.tree) == self.old:
                self.after[path] = self._forward(module)
                continue
            done = retarget.file(path)
            if done.edits:
                self.after[path] = apply_edits(module.source.data, [*done.edits, *self._kept_attribute(module)])
                self.after[path] = self._folded(module)
            for line, reason in done.left:
                self.left(path, line, reason)
        for path in self.workspace.python_files():
            if path != self.source.path and self.old.encode() in self.workspace.read(path):
                self._unproven_strings(path)
                self._comments(path)
        if self._new_path not in self.workspace.files or self.old.encode() not in self.workspace.read(self._new_path):
            self._comments(self._new_path)

    def _folded(self, module: Module) -> bytes:
        """The importer with one import of the new module where it had one of each; not where it writes a line for each name."""
        targets = [
            (id(site.scope), module.target(site.node))
            for site in module.bindings.imports
            if isinstance(site.node, ast.ImportFrom)
        ]
        importer, merged = self._as_it_becomes(module), self._new_module
        ours = [target for _, target in targets if target in (self.old, self.new)]
        if len(ours) < 2 or len(set(targets)) < len(targets):
            return importer.source.data
        starred: Collection[str] = ()
        if self.old in module.stars:
            starred = merged.exports.names if merged.exports.there else [n for n in merged.namespace if n[:1] != "_"]

        def brought(name: str) -> tuple[str, ...] | None:
            return self.names.star_names(name) if self.names.module(name) else None

        try:
            return fold_imports(importer, self.new, starred, brought)
        except SyntaxError:
            return importer.source.data  # told of later

    @cached_property
    def _new_module(self) -> Module:
        """The new module with the old one in it."""
        data = self.after[self._new_path] or b""
        return Module(Source(self._new_path, data, self.new, package=self._new_path.stem == "__init__"))

    def _kept_attribute(self, module: Module) -> Iterator[Edit]:
        """An import of what stands at the old place, where its package did import the module and so made it an attribute.

        Without it `import pkg` would no longer be enough for `pkg.old.name`, nor `from pkg import *` for `old.name`.
        """
        parent, _, leaf = self.old.rpartition(".")
        if self.wishes.leave == "nothing" or module.name != parent or leaf in module.namespace:
            return
        sites = [
            site.node
            for site in module.bindings.imports
            if isinstance(site.node, ast.ImportFrom)
            and site.scope is module.bindings.module
            and module.target(site.node) == self.old
        ]
        if sites:
            package = spell(module, parent, sites[-1].level > 0)
            yield add_statement(module, sites[-1], f"from {package} import {leaf} as {leaf}")

    def _keep_loaded(self) -> None:
        """The same where not the package itself imported the module, but something that importing the package loads."""
        parent, _, leaf = self.old.rpartition(".")
        there = self.names.module(parent)
        if self.wishes.leave == "nothing" or there is None or leaf in there.namespace:
            return
        package = self._as_it_becomes(there)
        edit = still_loaded(self._before, package, self.old)
        if edit:
            self._hung_on = parent
            self.after[package.path] = apply_edits(package.source.data, [edit])

    def _as_it_becomes(self, module: Module) -> Module:
        """The module with the changes so far."""
        data = self.after.get(module.path) or module.source.data
        return Module(Source(module.path, data, module.name, package=module.package))

    def _forward(self, module: Module) -> bytes:
        """A compat module that pointed at the old module: it points at the new one."""
        text = self.workspace.read(module.path)
        return re.sub(rb"(?<![\w.])" + re.escape(self.old.encode()) + rb"(?![\w])", self.new.encode(), text)

    def _unproven_strings(self, path: PurePosixPath) -> None:
        """Strings that hold the old dotted name as a part: a format, a message, a prefix."""
        data = self.after.get(path) or self.workspace.read(path)
        if self.old.encode() not in data:
            return
        pattern = re.compile(r"(?<![\w.])" + re.escape(self.old) + r"(?!\w)")
        module = Module(Source(path, data, self.names.names.get(path, "")))
        try:
            strings = module.bindings.strings
        except SyntaxError:
            return
        for node, _ in strings:
            if pattern.search(str(node.value)) and moved_to(module.source.tree) != self.old:
                self.left(path, node.lineno, "a string that holds the old name as a part")

    def _comments(self, path: PurePosixPath) -> None:
        """Comments and docstrings that write the old dotted name take the new one; not one that says where code is from."""
        data = self.after.get(path) or self.workspace.read(path)
        module = Module(Source(path, data, self.names.names.get(path, "")))
        renamed = {(self.old, name): new for name, new in self.renames.items()}
        try:
            found = {*module_in_comments(module, self.old, self.new), *in_comments(module, renamed, words=False)}
        except (SyntaxError, Unplaced):
            return  # told of already
        found = {edit for edit in found if not data.endswith(FROM, 0, edit.start)}
        if found:
            self.after[path] = apply_edits(data, found)

    def left(self, path: PurePosixPath, line: int, reason: str) -> None:
        """Tell of a reference that stays as it is; where nothing is left at the old place that is a refusal."""
        at = Location(path, line)
        if self.wishes.leave == "nothing":
            self.refusals.append(
                Refusal("unproven-reference", f"{at}: {reason}", 'mend it by hand, or say `leave = "compat"`', at)
            )
        else:
            self.notes.append(f"{at}: left as it is: {reason}")

    def _texts(self) -> None:
        edits: dict[PurePosixPath, set[Edit]] = {}
        read = cache(self.workspace.read)
        for mention in self.index.mentions(self.old, [self.source.path]):
            new = self.new
            if mention.kind == "path":
                if mention.path.suffix not in PROSE:
                    self.left(mention.path, mention.line, f"`{mention.written}` is named by its path")
                    continue
                whole = mention.written == str(self.source.path)
                new = str(self._new_path if whole else self._new_path.relative_to(self._root))
            elif mention.member and self.names.member(self.old, mention.member) is None:
                self.left(mention.path, mention.line, f"`{self.old}` has no `{mention.member}`")
                continue
            data = read(mention.path)
            if DIRECTIVE.match(data, data.rfind(b"\n", 0, mention.start) + 1):
                at = Location(mention.path, mention.line)
                self.notes.append(f"{at}: this page is about the whole of `{self.new}` now: read it again")
            own = edits.setdefault(mention.path, set())
            own.add(Edit(mention.start, mention.end, new.encode()))
            if mention.member in self.renames:
                own.add(self._renamed_in_text(mention))
        for path, found in edits.items():
            self.after[path] = apply_edits(read(path), found)
        stays = "goes" if self.wishes.leave == "nothing" else f"only points to `{self.new}` now"
        for mention in self.index.ends_in_strings({self.source.path}):
            at = Location(mention.path, mention.line)
            self.notes.append(f"{at}: the string `{mention.written}` names a file that {stays}: see to it by hand")

    def _renamed_in_text(self, mention: Mention) -> Edit:
        """The new name where text writes the old one; with an alias where the text goes on to use the imported name."""
        new, old = self.renames[mention.member], mention.member.encode()
        stop = mention.member_start + len(old)
        if mention.bare:
            rest = self.workspace.read(mention.path)[stop:]
            if re.search(rb"(?<![\w.])" + old + rb"(?!\w)", rest):
                new = f"{new} as {mention.member}"
        return Edit(mention.member_start, stop, new.encode())

    def _leave(self) -> None:
        names, public = self.handed_out()
        path = self.source.path
        if self.wishes.leave == "nothing":
            self.after[path] = None
            return
        if self.wishes.leave == "compat":
            text = compat_module(self.new, names, public, self.wishes.remove_in)
        else:
            sure = [name for name in names if name not in self._sometimes]
            private = sorted(set(sure) - set(public))
            public = [name for name in public if name in sure]
            text = reexport_module(self.new, names, public, private)
        self.after[path] = text.encode().replace(b"\n", newline_of(self.source.source.data))

    @cached_property
    def _deleted(self) -> set[str]:
        """Names that the module takes away again at its top level."""
        return {
            item.id
            for node in self.source.source.tree.body
            if isinstance(node, ast.Delete)
            for item in node.targets
            if isinstance(item, ast.Name)
        }

    def handed_out(self) -> tuple[dict[str, str], list[str]]:
        """Every name that the old path answers to, with its name in the new module; and those that are public.

        Not among them: what only type checkers see, what it imports for itself, and the new module itself where the old one
        had imported that.
        """
        module = self.source
        names = {}
        unseen = NOT_NAMES | self._deleted | self.bound_in_main() | self._only_for_types()
        for name, nodes in module.namespace.items():
            meanings = {self.names.bound(module, name, node) for node in nodes}
            meaning = meanings.pop() if len(meanings) == 1 else None
            if name in unseen or meaning == Meaning(self.new) or self._is_outsider(name):
                continue
            names[name] = self.renames.get(name, name)
            if meaning and meaning.module == self.new and meaning.name:
                names[name] = meaning.name  # what it took from the new module in the first place
        for star in module.stars:
            names.update({name: name for name in self.names.star_names(star) if name not in names})
        if module.exports.there and module.exports.known:
            return names, [name for name in dict.fromkeys(module.exports.names) if name in names]
        public = [name for name in names if not name.startswith("_") and self._is_public(name)]
        return names, public

    def _only_for_types(self) -> set[str]:
        typing = [unit for unit in self.units if unit.kind == "future" or is_typing(unit)]
        return {name for unit in typing for name in unit.binds} - {
            name for unit in self.units if unit not in typing for name in unit.binds
        }

    @cached_property
    def _sometimes(self) -> frozenset[str]:
        """Names that may not be there at all: bound only below an `if` without `else`, in a `try`, in a loop."""
        always: set[str] = set()
        for node in self.source.source.tree.body:
            always |= always_bound(node)
        return frozenset(set(self.source.namespace) - always)

    def bound_in_main(self) -> set[str]:
        mains = {name for unit in self.units if unit.kind == "main" for name in unit.binds}
        return mains - {name for unit in self.units if unit.kind != "main" for name in unit.binds}

    def _is_outsider(self, name: str) -> bool:
        """Whether the old module only imports the name for itself: nobody takes it from there, and it is no facade for it."""
        nodes = self.source.namespace.get(name, [])
        if name in self.source.exports.names or self._is_public(name) or name in self._asked:
            return False
        aliases = [node for node in nodes if isinstance(node, ast.alias)]
        if len(aliases) < len(nodes):
            return False
        return not (self._is_facade and all(self.names.is_ours(self.source.origins[alias][0]) for alias in aliases))

    @cached_property
    def _is_facade(self) -> bool:
        """Whether the old module is there for what it imports: a package, or a module that defines nothing itself."""
        namespace = self.source.namespace
        own = (node for name, nodes in namespace.items() if name not in NOT_NAMES for node in nodes)
        return self.source.package or all(isinstance(node, ast.alias) for node in own)

    @cached_property
    def _asked(self) -> frozenset[str]:
        """The names that other files take from the old module."""
        found = set()
        for path in self.index.files_about(Meaning(self.old)):
            for reference in self.index.in_file(path) if path != self.source.path else ():
                if reference.spelled.startswith(f"{self.old}."):
                    found.add(reference.spelled.removeprefix(f"{self.old}.").partition(".")[0])
                elif reference.owner == Meaning(self.old):
                    found.add(reference.written)
        return frozenset(found)

    def _is_public(self, name: str) -> bool:
        nodes = self.source.namespace.get(name, [])
        return any(not isinstance(node, ast.alias) or node.asname == node.name for node in nodes)

    def _moves(self) -> Iterator[Move]:
        left = self.wishes.leave
        yield Move(self.old, self.new, "module", left)
        names, _ = self.handed_out()
        for name, new in sorted(names.items()):
            mine = any(not isinstance(node, ast.alias) for node in self.source.namespace.get(name, []))
            if name not in self._sometimes and (mine or name in self.source.exports.names):
                yield Move(f"{self.old}.{name}", f"{self.new}.{new}", "symbol", left)

    # the last look

    def _judge(self) -> None:
        """Compile what was written, look for names that were lost and for cycles that were made."""
        for path, text in self.after.items():
            if text is not None and path.suffix in (".py", ".pyi"):
                try:
                    Source(path, text).tree  # noqa: B018 (parses it)
                except SyntaxError as error:
                    where = Location(path, error.lineno or 1)
                    raise Refused(
                        "broken-result",
                        f"the merge would leave {path} unparsable: {error.msg}",
                        "report this as a bug",
                        where,
                    ) from error
        changed = self.workspace.with_changes(self.workspace.change(path, text) for path, text in self.after.items())
        after = Names(changed)
        merged = after.module(self.new)
        assert merged is not None
        names, _ = self.handed_out()
        for name, new in names.items():
            if new not in merged.namespace and after.member(self.new, new) is None and not merged.stars:
                raise Refused(
                    "lost-name",
                    f"`{self.old}.{name}` would have no counterpart in `{self.new}`",
                    "merge it by hand",
                    Location(self.source.path),
                )
        before = unbound(self.source) | (unbound(self.target) if self.target else set())
        if lost := unbound(merged) - before:
            where = Location(self.source.path)
            raise Refused(
                "lost-name",
                f"the merged module would use `{min(lost)}`, which nothing binds",
                "merge it by hand",
                where,
            )
        self._judge_loading(after)

    def _judge_loading(self, names: Names) -> None:
        before, after, where = self._before, Loading(names), Location(self.source.path)
        cycle = new_cycle(before, after, self.old, self.new)
        early = None if cycle else too_early(before, after, self.old, self.new)
        if (cycle or early) and self._hung_on and self.wishes.leave == "reexport":
            raise Refused(
                "lost-submodule",
                f"`import {self._hung_on}` would no longer give `{self.old}`: importing it there closes a ring of imports",
                'say `leave = "compat"`',
                where,
            )
        if cycle:
            shown = " → ".join(cycle)
            hint = "move what closes the ring first, or import it inside a function"
            raise Refused("import-cycle", f"the merge would make an import cycle: {shown}", hint, where)
        if early:
            raise Refused(
                "import-cycle",
                f"`{early.module}` would ask `{early.target}` for `{early.name}` while that is still being imported",
                "break the ring of imports that is there first",
                where,
            )
        if lost := no_longer_loaded(before, after, self.old, self.new, self.wishes.leave != "nothing"):
            package, module = lost
            raise Refused(
                "lost-submodule",
                f"`import {package}` would no longer give `{module}`: only what moves imports that",
                f"import `{module}` in {self.names.path_of(package)} first",
                where,
            )


def _differs(change: Change) -> bool:
    return change.before != change.after
