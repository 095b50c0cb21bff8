"""Rename functions, classes, constants, members of classes and enums, parameters, modules and packages: the definition and
every reference, in every form.

A module that shows the name to others (a package that imports it, `__all__`, `X as X`) keeps its own public name and
imports `New as Old`, so that users' code goes on working: list that name too, or say `reexports = "rename"`. A file in
which the new name already means something else imports `New as Old` as well. Refuses a name that is taken, a local of the
new name where the old one stands, a captured builtin, and, with nothing left behind, a reference that cannot be proven.

A method, property, field or other attribute (`"pkg.mod.Class.old" = "new"`) is renamed in all classes that share it by
inheritance, up and down, and wherever the receiver is proven to be one of them: `self`, `super()`, the class itself, what an
annotation, a constructor, a `with`, a loop or `isinstance` says. A receiver that nobody can tell is refused, place by place:
annotate it, ask for a second opinion (`evidence = "mypy"`, `"rope"`), or say what to do with it (`unproven`). A base outside the
tree that has the member, or may have it, is refused too; the standard library is known. Keyword arguments of dataclass
constructors, class patterns, `getattr` with a string and `mock.patch` targets follow. An alias in a class is `old = new`, or a
method that calls the new one where other classes override it.

A parameter is named by its function: `"pkg.mod.function(old)" = "new"`, `"pkg.mod.Class.method(old)"`, or
`"pkg.mod.Class(old)"` for the constructor. Its uses in the body, overrides and stubs, keyword arguments at every call,
`:param old:` and the like in docstrings and the strings of `parametrize` follow. Nothing is left behind. Refused are fixtures,
decorators that name the parameter, `**mapping` arguments that may hold it, and calls by its name on an unknown receiver.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Literal

from migrate.codemods import Codemod
from migrate.errors import nearest
from migrate.model import Change, Location, Move, Outcome, Refusal
from migrate.options import Field, Options, TreeGlob
from migrate.python.edits import Edit, Unplaced, apply_edits
from migrate.python.source import Source
from migrate.refactoring.left.modules import moved_to
from migrate.refactoring.left.names import alias, is_left, still_exported, warning
from migrate.refactoring.redefining import redefinitions
from migrate.refactoring.refused import Refused
from migrate.refactoring.renaming.bindings import Binding, Renaming
from migrate.refactoring.renaming.enum_members import MemberRenaming
from migrate.refactoring.retexting import in_comments, in_documents, in_words
from migrate.refactoring.symbols import is_name
from migrate.references.index import Index, without_collector
from migrate.references.names import Meaning, Names
from migrate.workspace import Workspace

if TYPE_CHECKING:
    from migrate.refactoring.files.relocating import Relocation
    from migrate.refactoring.renaming.inside import InsideRenamings


class RenameOptions(Options):
    """What is renamed, and what is left behind."""

    rename: dict[str, str] = Field(
        min_length=1,
        description='Dotted old name to new: `"pkg.mod.Old" = "New"`; of a module the full name, `"pkg.old" = "pkg.new"`; '
        'of a member `"pkg.mod.Class.old" = "new"`; of a parameter `"pkg.mod.function(old)" = "new"`.',
    )
    leave: Literal["nothing", "alias", "compat", "reexport"] = Field(
        default="nothing",
        description="In the defining module: no old name, `Old = New`, or one that warns. `reexport` says `alias` of a module.",
    )
    remove_in: str | None = Field(
        default=None, description="The version that the warnings name as the end of the old name."
    )
    unproven: Literal["refuse", "leave", "rename"] = Field(
        default="refuse",
        description="What is done about members and keyword arguments asked of something that nobody can tell.",
    )
    evidence: Literal["own", "rope", "mypy"] = Field(
        default="own",
        description="Who is asked for a second opinion about receivers that our own analysis cannot tell. mypy must be "
        "installed; it sees the tree and the standard library, no installed package, configuration or plugin.",
    )
    reexports: Literal["keep", "rename"] = Field(
        default="keep",
        description="Whether modules that show the name to others keep showing it under its old name.",
    )
    docs: bool = Field(
        default=True,
        description="Whether dotted mentions follow in the plan's `also` files, in comments and in docstrings.",
    )
    comments: list[TreeGlob] = Field(
        default_factory=list,
        description="Files in which the word alone follows too: in comments and docstrings of Python, anywhere in other text.",
    )
    strings: list[TreeGlob] = Field(
        default_factory=list,
        description="Python files in which strings follow that are just the old name, or hold it with its module.",
    )


class Rename(Codemod):
    """Rename things."""

    Options = RenameOptions
    example = """\
codemod = "rename"
rename = { "pkg.core.Old" = "New", "pkg.helpers_old" = "pkg.helpers" }
leave = "compat"
"""

    def run(self, workspace: Workspace) -> Outcome:
        """All of the renames, or the refusals alone."""
        notes: list[str] = []
        try:
            with without_collector():
                self._check_twice()
                index = Index(workspace)
                inner = self._inside(index)
                symbols = self._symbols(index, notes)
                relocations = self._relocations(index, notes)
                members = self._members(index, notes)
                after, moves = self._carry_out(index, symbols, relocations, members, inner, notes)
                for relocation in (item for item in relocations if item.parents[0] != item.parents[1]):
                    relocation.judge(Index(workspace.with_changes(_changes(workspace, after, relocations, ""))))
        except Refused as error:
            return Outcome(refusals=(error.refusal,), notes=tuple(notes))
        except Unplaced as error:
            refusal = Refusal("unplaced", str(error), "rewrite that place by hand, plainly")
            return Outcome(refusals=(refusal,), notes=tuple(notes))
        if self.refusals:
            return Outcome(refusals=tuple(self.refusals), notes=tuple(notes))
        changes = tuple(_changes(workspace, after, relocations, self.name()))
        names = [(name, name) for name in inner.redefined] if inner else []
        told = redefinitions(index.names, Names(workspace.with_changes(changes)), names) if names else ()
        return Outcome(changes, tuple(moves), notes=tuple(dict.fromkeys(notes)), redefinitions=tuple(told))

    def __init__(self, options: object = None) -> None:
        super().__init__(options)
        self.refusals: list[Refusal] = []
        self.outer: dict[str, str] = {}
        """What is renamed and is neither a member of a class nor a parameter."""

    def _check_twice(self) -> None:
        """Raise Refused where two things would get one name."""
        found: dict[str, str] = {}
        for old, wish in self.options.rename.items():
            around, parenthesis, _ = old.partition("(")
            home = around if parenthesis else old.rpartition(".")[0]
            new = wish if "." in wish or not home else f"{home}.{wish}"
            if other := found.get(new):
                raise Refused("name-taken", f"`{other}` and `{old}` would both be `{new}`", "choose another name")
            found[new] = old

    def _inside(self, index: Index) -> InsideRenamings | None:
        """The members of classes and the parameters that are still to be renamed; None where nothing can be one."""
        options = self.options
        self.outer = dict(options.rename)
        if all(_is_at_top(index, old) for old in self.outer):
            return None
        from migrate.refactoring.renaming.attributes import Terms  # all that knows classes takes a while to load
        from migrate.refactoring.renaming.inside import InsideRenamings, is_inside
        from migrate.references.members.hierarchy import hierarchy_of

        hierarchy = hierarchy_of(index)
        inner = {old: wish for old, wish in options.rename.items() if is_inside(hierarchy, old)}
        self.outer = {old: wish for old, wish in options.rename.items() if old not in inner}
        strings = frozenset(self._string_files(index))
        terms = Terms(options.unproven, options.evidence, options.leave, options.remove_in, strings)
        return InsideRenamings(hierarchy, inner, terms)

    def _symbols(self, index: Index, notes: list[str]) -> dict[Binding, str]:
        """The bindings that are still to be renamed. Raises Refused for names that are not there."""
        found: dict[Binding, str] = {}
        for old, wish in self.outer.items():
            module_name, _, name = old.rpartition(".")
            if self._is_module(index, old, wish) or _enum_of(index, old):
                continue
            if not index.names.is_module(module_name):
                raise _unknown(index, old)
            new = wish.removeprefix(f"{module_name}.")
            if not is_name(new):
                raise Refused("bad-name", f"`{wish}` is no name that `{old}` could have", "give the bare new name")
            files = index.names.paths.get(module_name, [])
            if sum(path.suffix == ".py" for path in files) > 1:
                shown = " and ".join(map(str, files))
                raise Refused(
                    "ambiguous",
                    f"{shown} are both called `{module_name}`",
                    "set `source` in the plan",
                    Location(files[0]),
                )
            module = index.names.module(module_name)
            if module is None:
                where = Location(files[0]) if files else None
                raise Refused(
                    "syntax-error", f"`{module_name}` has no file that can be parsed", "mend the file first", where
                )
            if new == name:
                notes.append(f"`{old}` has that name already")
            elif (name not in module.namespace and new in module.namespace) or (
                self.options.leave != "nothing" and is_left(module, name, new)
            ):
                notes.append(f"`{old}` is `{new}` already")
            elif name not in module.namespace:
                raise _unknown(index, old)
            elif index.names.is_module(f"{module_name}.{new}"):
                where = Location(index.names.path_of(f"{module_name}.{new}") or module.path)
                raise Refused("name-taken", f"`{module_name}.{new}` is a module", "choose another name", where)
            else:
                found[module_name, name] = new
        return found

    def _is_module(self, index: Index, old: str, wish: str) -> bool:
        """Whether a module is meant: there is one of that name, or it has been renamed already."""
        if index.names.is_module(old):
            parent, _, leaf = old.rpartition(".")
            home = index.names.module(parent) if parent else None
            bound = home is not None and leaf in home.namespace and index.names.member(parent, leaf) != Meaning(old)
            return not bound or "." in wish
        return index.names.is_module(wish) and ("." in wish or "." not in old)

    def _members(self, index: Index, notes: list[str]) -> list[MemberRenaming]:
        """The members of enums that are still to be renamed."""
        found = []
        for old, wish in self.outer.items():
            enum, name = _enum_of(index, old), old.rpartition(".")[2]
            if enum is None or self._is_module(index, old, wish):
                continue
            new = wish.removeprefix(f"{enum.dotted}.")
            if not is_name(new):
                raise Refused("bad-name", f"`{wish}` is no name that `{old}` could have", "give the bare new name")
            renaming = MemberRenaming(index, enum, name, new)
            bound = renaming.module.bindings.scope_of[renaming.definition].bindings
            if new in bound and (name not in bound or self.options.leave != "nothing"):
                notes.append(f"`{old}` is `{new}` already")
                continue
            if name not in bound:
                known = [f"{enum.dotted}.{item}" for item in bound]
                hint = nearest(old, known, "give the whole dotted name")
                raise Refused("no-such-name", f"the tree has no `{old}`", hint, Location(renaming.module.path))
            renaming.check()
            if self.options.leave == "compat":
                raise Refused("member", f"no member can warn in the place of `{old}`", 'say `leave = "alias"`')
            notes.append(f"`{old}`: what was stored by the member's name does not follow")
            found.append(renaming)
        return found

    def _relocations(self, index: Index, notes: list[str]) -> list[Relocation]:
        """The modules that are still to be renamed."""
        found = []
        for old, wish in self.outer.items():
            if self._is_module(index, old, wish):
                parts = wish.split(".")
                if not all(map(is_name, parts)):
                    raise Refused("bad-name", f"`{wish}` is no name for a module", "give the full dotted name")
                here = index.names.module(old)
                if wish == old or not index.names.is_module(old) or (here and moved_to(here.source.tree) == wish):
                    notes.append(f"`{old}` is `{wish}` already")
                else:
                    if "." in old and "." not in wish:
                        raise Refused(
                            "bad-name",
                            f"`{wish}` is no full name for `{old}`",
                            f'say `"{old.rpartition(".")[0]}.{wish}"`',
                        )
                    closely = index.workspace.glob(self.options.comments) if self.options.comments else ()
                    from migrate.refactoring.files.relocating import Relocation

                    found.append(Relocation(index, old, wish, self._string_files(index), closely))
        if len(found) > 1 and any(a is not b and f"{a.old}.".startswith(f"{b.old}.") for a in found for b in found):
            raise Refused("nested", "a package and a module in it are renamed at once", "make two steps of it")
        return found

    def _carry_out(
        self,
        index: Index,
        symbols: Mapping[Binding, str],
        relocations: list[Relocation],
        members: list[MemberRenaming],
        inner: InsideRenamings | None,
        notes: list[str],
    ) -> tuple[dict[PurePosixPath, bytes | None], list[Move]]:
        """The texts of the changed files, and the moves."""
        options: RenameOptions = self.options
        if not symbols and not relocations and not members and not (inner and inner.renamings):
            notes += inner.notes if inner else ()
            return {}, []
        inside = [home for home, _ in symbols for item in relocations if f"{home}.".startswith(f"{item.old}.")]
        if inside and options.leave != "nothing":
            raise Refused("nested", f"`{inside[0]}` and a name in it are renamed at once", "make two steps of it")
        wanted = dict(symbols)
        wanted |= {item.binding: item.new.rpartition(".")[2] for item in relocations if item.binding}
        among = None if symbols else {path for item in relocations for path in item.screened.open}
        renaming = Renaming(index, wanted, options.reexports == "rename", self._string_files(index), among)
        edits: dict[PurePosixPath, set[Edit]] = {path: set(found) for path, found in renaming.edits()}
        found = [*self._words(index, renaming)]
        if options.leave != "nothing":
            found += _leave(index, symbols, options.leave, options.remove_in)
        for relocation in relocations:
            for path, edit, line in relocation.edits():
                if isinstance(edit, Edit):
                    found.append((path, edit))
                else:
                    renaming.left.add(path, line, edit)
            found += [*relocation.dotted_texts(), *relocation.path_texts()] if options.docs else ()
        for member in members:
            for path, edit, line in member.edits():
                if isinstance(edit, Edit):
                    found.append((path, edit))
                else:
                    renaming.left.add(path, line, edit)
            if options.leave != "nothing":
                found.append((member.module.path, member.alias()))
            if options.docs:
                found += in_documents(index, {(member.enum.dotted, member.old): member.new})
        if inner:
            found += inner.edits(options.docs, index.workspace.glob(options.comments) if options.comments else ())
        for path, edit in found:
            edits.setdefault(path, set()).add(edit)
        self._judge_left(index, renaming, [item.old for item in relocations], notes)
        if inner:
            self.refusals += inner.judge()
            notes += inner.notes
        notes += renaming.notes
        after: dict[PurePosixPath, bytes | None] = {
            path: apply_edits(index.workspace.read(path), own) for path, own in edits.items()
        }
        kind: Literal["nothing", "compat", "reexport"] = "nothing"
        if options.leave != "nothing":
            kind = "compat" if options.leave == "compat" else "reexport"
        moves = [Move(f"{home}.{name}", f"{home}.{new}", "symbol", kind) for (home, name), new in symbols.items()]
        for member in members:
            home = member.enum.dotted
            moves.append(Move(f"{home}.{member.old}", f"{home}.{member.new}", "symbol", kind))
        moves += inner.moves(kind) if inner else ()
        for relocation in relocations:
            moves.append(Move(relocation.old, relocation.new, "module", kind))
            for path, target in relocation.files.items():
                after[target] = after[path] if path in after else index.workspace.read(path)
                after[path] = None
            if kind != "nothing":
                left = relocation.left("lazy" if kind == "compat" else "silent", options.remove_in)
                after |= left.files
                after.update(filter(None, [relocation.reattached(after)]))
                notes += left.notes
                moves += left.moves
        for path, text in after.items():
            if text is not None and index.workspace.exists(path) and not _only_words(edits.get(path, ())):
                _parse(path, text)
        return after, moves

    def _string_files(self, index: Index) -> list[PurePosixPath]:
        found = index.workspace.glob(self.options.strings) if self.options.strings else ()
        return [path for path in found if path.suffix in (".py", ".pyi")]

    def _words(self, index: Index, renaming: Renaming) -> Iterator[tuple[PurePosixPath, Edit]]:
        """The edits in documents, comments and docstrings that the options ask for."""
        options: RenameOptions = self.options
        workspace, carriers = index.workspace, renaming.carriers
        if options.docs:
            yield from in_documents(index, carriers)
        chosen = set(workspace.glob(options.comments)) if options.comments else set()
        written = {f"{owner}.{name}".encode() for owner, name in carriers}
        names = b"|".join(sorted({re.escape(name.encode()) for _, name in carriers}))
        member = re.compile(rb"\.(?:" + names + rb")(?!\w)")
        spelled = re.compile(rb"(?<![\w.])\w+(?:\.\w+)*\.(?:" + names + rb")(?!\w)")
        for path, data in renaming.writing.items():
            dotted = options.docs and member.search(data) and not written.isdisjoint(spelled.findall(data))
            if (dotted or path in chosen) and (module := renaming.read(path)):
                yield from ((path, edit) for edit in in_comments(module, carriers, path in chosen))
        for path in chosen:
            if path.suffix not in (".py", ".pyi"):
                yield from ((path, edit) for edit in in_words(workspace.read(path), carriers))

    def _judge_left(self, index: Index, renaming: Renaming, modules: list[str], notes: list[str]) -> None:
        """What cannot be proven: a refusal where nothing answers to the old name any more, a note otherwise."""
        for where, reason in sorted(set(renaming.left.places)):
            if self.options.leave == "nothing":
                hint = "mend it by hand, name the file in `strings`, or leave an alias or a compat behind"
                self.refusals.append(Refusal("unproven-reference", f"{where}: {reason}", hint, where))
            else:
                notes.append(f"{where}: left as it is: {reason}")
        names = {name.encode() for _, name in renaming.carriers}
        names |= {name.rpartition(".")[2].encode() for name in modules}
        for path, reason in sorted(index.unread.items()):
            if any(name in index.workspace.read(path) for name in names):
                notes.append(f"{path}: left as it is: {reason}")


def _leave(
    index: Index, symbols: Mapping[Binding, str], leave: str, remove_in: str | None
) -> Iterator[tuple[PurePosixPath, Edit]]:
    """What stands in the defining modules for the old names."""
    for home in sorted({module for module, _ in symbols}):
        pairs = {name: new for (module, name), new in symbols.items() if module == home}
        module = index.names.module(home)
        assert module is not None
        if leave == "compat":
            yield from ((module.path, edit) for edit in warning(index.names, module, pairs, remove_in))
        else:
            for name, new in pairs.items():
                yield module.path, alias(module, name, new)
                yield from ((module.path, edit) for edit in still_exported(module, name))


def _enum_of(index: Index, dotted: str) -> Meaning | None:
    """The class at the top of a module that a dotted name is a member of."""
    around, _, _ = dotted.rpartition(".")
    module = index.names.module(around.rpartition(".")[0])
    nodes = module.namespace.get(around.rpartition(".")[2], []) if module else []
    if module and len(nodes) == 1 and isinstance(nodes[0], ast.ClassDef) and not index.names.is_module(around):
        return Meaning(module.name, nodes[0].name)
    return None


def _unknown(index: Index, dotted: str) -> Refused:
    """Says that nothing has this name, and what the nearest names are."""
    names, parts = index.names, dotted.split(".")
    count = next((count for count in range(len(parts), 0, -1) if names.is_module(".".join(parts[:count]))), 0)
    module_name = ".".join(parts[:count])
    module = names.module(module_name) if count else None
    if count < len(parts) - 1 and module and parts[count] in module.namespace:
        return Refused(
            "member", f"`{dotted}` is a member of a class: only module-level names are renamed", "rename it by hand"
        )
    where = Location(module.path) if module else None
    meaning = names.meaning(dotted)
    if meaning and meaning.name and meaning.dotted != dotted:
        return Refused(
            "no-such-name",
            f"`{dotted}` is not bound there but in `{meaning.module}`",
            f"name `{meaning.dotted}`",
            where,
        )
    known = [f"{module_name}.{name}" for name in module.namespace] if module else []
    known += [name for name in names.paths if not count or name.startswith(f"{module_name}.")]
    return Refused(
        "no-such-name", f"the tree has no `{dotted}`", nearest(dotted, known, "give the whole dotted name"), where
    )


def _is_at_top(index: Index, old: str) -> bool:
    """Whether the dotted name is surely that of a module, or of something at the top of one."""
    home = old.rpartition(".")[0]
    above, _, leaf = home.rpartition(".")
    package = index.names.module(above) if above else None
    hidden = package is not None and leaf in package.namespace
    return "(" not in old and not hidden and (not home or index.names.is_module(home))


WORDS = re.compile(rb"\w+(?:\.\w+)*(?: as \w+)?")


def _only_words(edits: Iterable[Edit]) -> bool:
    """Whether each edit only puts one name, or `New as Old`, in the place of a name: what parsed before parses after."""
    return all(edit.start < edit.end and WORDS.fullmatch(edit.text) for edit in edits)


def _parse(path: PurePosixPath, text: bytes) -> None:
    if path.suffix in (".py", ".pyi"):
        try:
            Source(path, text).tree  # noqa: B018 (parses it)
        except SyntaxError as error:
            where = Location(path, error.lineno or 1)
            raise Refused(
                "broken-result", f"{path} would not parse: {error.msg}", "report this as a bug", where
            ) from error


def _changes(
    before: Workspace, after: Mapping[PurePosixPath, bytes | None], relocations: list[Relocation], by: str
) -> Iterator[Change]:
    origins = {target: path for item in relocations for path, target in item.files.items()}
    for path, text in sorted(after.items()):
        if (before.read(path) if before.exists(path) else None) != text:
            change = before.change(path, text, by)
            mode = before.mode(origins.get(path, path))
            yield replace(change, before_mode=mode, after_mode=mode)
