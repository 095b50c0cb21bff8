"""Makes every reference to one module mean another: edits in one file, in the style in which that file imports."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath

from migrate.python.bindings import ImportSite
from migrate.python.edits import Edit, Unplaced, newline_of
from migrate.references.index import Index, Reference
from migrate.references.names import Meaning, Module

LINE_REST = re.compile(rb"[ \t]*(#[^\r\n]*)?\r?\n")


@dataclass
class Retargeted:
    """What is to be edited in one file, and the places that had to be left, each with the reason."""

    edits: list[Edit] = field(default_factory=list)
    left: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Retarget:
    """`old` becomes `new`; names of the old module that are in `renames` get their new names with it."""

    index: Index
    old: str
    new: str
    renames: Mapping[str, str]
    whole: bool = False
    """Whether the module becomes the other as it is, and what lies in it (a package) goes with it: then stars stay stars."""

    def now(self, name: str) -> str:
        """The dotted name that something in the old module has afterwards."""
        return self.new + name[len(self.old) :]

    def within(self, name: str) -> bool:
        """Whether that module is the old one, or goes with it."""
        return name == self.old or (self.whole and name.startswith(f"{self.old}."))

    def file(
        self,
        path: PurePosixPath,
        skip: Callable[[Reference], bool] = lambda reference: False,
        moved: Module | None = None,
    ) -> Retargeted:
        """The edits of this file. References for which `skip` is true are not touched.

        `moved` is the file as it will be called, where it moves itself: what is relative is spelled from there.
        """
        done = Retargeted()
        module = self.index.names.file(path)
        references = [reference for reference in self.index.in_file(path) if not skip(reference)]
        rewriter = _File(self, module, references, done, moved or module)
        for reference in references:
            if self.within(reference.meaning.module) or (moved and reference.form == "relative-string"):
                try:
                    rewriter.rewrite(reference)
                except Unplaced as error:
                    done.left.append((reference.line, str(error)))
        rewriter.finish()
        return done


def spell(module: Module, target: str, relative: bool) -> str:
    """How a `from … import` in that module writes the target: relative where asked and where one top package holds both."""
    here = module.name.split(".") if module.package else module.name.split(".")[:-1]
    there = target.split(".") if target else []
    shared = 0
    while shared < min(len(here), len(there)) and here[shared] == there[shared]:
        shared += 1
    if not relative or not shared:
        return target
    return "." * (len(here) - shared + 1) + ".".join(there[shared:])


def remove_alias(module: Module, node: ast.Import | ast.ImportFrom, alias: ast.alias) -> Edit:
    """The edit that takes one of several names out of an import statement; comments beside it stay."""
    at, data, count = module.positions, module.positions.data, node.names.index(alias)
    start, end = at.start(alias), at.end(alias)
    if count + 1 < len(node.names):
        following = re.compile(rb"[ \t]*,[ \t]*").match(data, end)
        if following is None:
            raise Unplaced(f"{module.path}:{alias.lineno}: no comma after `{alias.name}`")
        end = following.end()
        own_line = data[data.rfind(b"\n", 0, start) + 1 : start].strip() == b""
        if own_line and (ending := LINE_REST.match(data, end)):
            return Edit(data.rfind(b"\n", 0, start) + 1, ending.end(), b"")
        return Edit(start, end, b"")
    previous = at.end(node.names[count - 1])
    comma = re.compile(rb"[ \t]*,").match(data, previous)
    between = data[comma.end() : start] if comma else b"#"
    if b"#" in between:
        return Edit(start, end, b"")  # the comma before it ends the list as well; only parentheses can hold a comment
    return Edit(previous, end, b"")


def comment_beside(module: Module, alias: ast.alias) -> str:
    """The comment after a name that has its line of the import to itself."""
    at, data = module.positions, module.positions.data
    start = at.start(alias)
    own_line = data[data.rfind(b"\n", 0, start) + 1 : start].strip() == b""
    match = re.compile(rb"[ \t]*,").match(data, at.end(alias))
    ending = LINE_REST.match(data, match.end()) if match and own_line else None
    return at.decode(ending.group(1) or b"") if ending else ""


def add_statement(module: Module, node: ast.stmt, text: str) -> Edit:
    """The edit that puts a simple statement after this one: on a line of its own where this one has its own."""
    at, data = module.positions, module.positions.data
    start, end = at.start(node), at.end(node)
    indent = data[at.line_start(node.lineno) : start]
    rest = re.compile(rb"[ \t\f]*(#[^\r\n]*)?(\r\n|\r|\n|\Z)").match(data, end)
    if indent.strip() or rest is None:
        return Edit(end, end, at.encode(f"; {text.partition('  #')[0]}"))
    stop = rest.start(2)
    return Edit(stop, stop, newline_of(data) + indent + at.encode(text))


class _File:
    """The rewriting of one file."""

    def __init__(
        self, job: Retarget, module: Module, references: list[Reference], done: Retargeted, moved: Module
    ) -> None:
        self.job = job
        self.module = module
        self.moved = moved
        self.at = module.positions
        self.references = references
        self.done = done
        self.parent, _, self.leaf = job.old.rpartition(".")
        self.new_parent, _, self.new_leaf = job.new.rpartition(".")
        self.local: dict[ast.alias, bool] = {}
        self.wanted: dict[ast.AST, ast.stmt] = {}
        """Import statements after which `import new` must stand."""

    def edit(self, start: int, end: int, text: str) -> None:
        self.done.edits.append(Edit(start, end, self.at.encode(text)))

    def rewrite(self, reference: Reference) -> None:
        job, is_module = self.job, reference.meaning == Meaning(self.job.old)
        if is_module and self.comes_by_star(reference):
            raise Unplaced(f"`{job.old}` comes here as a name that a star import hands on")
        in_it = not reference.meaning.name and job.within(reference.spelled)
        match reference.form:
            case "import" if in_it and reference.alias and reference.alias.name == reference.spelled:
                self.plain(reference, reference.alias)
            case "from" | "star" if in_it and reference.site and isinstance(reference.site.node, ast.ImportFrom):
                self.from_module(reference, reference.site, reference.site.node)
            case "imported" if is_module and reference.spelled == job.old and reference.alias and reference.site:
                self.submodule(reference, reference.site, reference.alias)
            case "imported" if reference.spelled == reference.meaning.dotted and self.renamed(reference):
                alias = reference.alias
                assert alias is not None
                new = job.renames[reference.meaning.name]
                keep = "" if alias.asname or self.uses_follow(reference, alias) else f" as {alias.name}"
                self.edit(reference.start, reference.end, f"{new}{keep}")
            case "name" if self.renamed(reference) and (alias := self.bound_by(reference)) and self.local.get(alias):
                self.edit(reference.start, reference.end, job.renames[reference.meaning.name])
            case "attribute" if (
                is_module and reference.owner == Meaning(self.parent) and reference.written == self.leaf
            ):
                self.chain(reference)
            case "attribute" | "setattr" if reference.owner == Meaning(job.old) and self.renamed(reference):
                self.edit(reference.start, reference.end, job.renames[reference.meaning.name])
            case "string" if is_module and reference.spelled == job.old:
                if reference.certainty == "unproven":
                    raise Unplaced(
                        f"the text {reference.string.value!r} names nothing that is there" if reference.string else ""
                    )
                self.edit(reference.chain_start, reference.end, job.new)
            case "string" if reference.owner == Meaning(job.old) and self.renamed(reference):
                self.edit(reference.start, reference.end, job.renames[reference.meaning.name])
            case "relative-string" if reference.owner and not reference.meaning.name:
                self.edit(reference.start, reference.end, self.relative_string(reference, reference.owner))
            case "export" | "setattr" if job.whole and is_module and self.is_loaded_there(reference):
                raise Unplaced(f"{reference.written!r} names `{job.old}` as an attribute of its package")

    def comes_by_star(self, reference: Reference) -> bool:
        """Whether the old module is a name there only since its package was star-imported after something had loaded it."""
        holder = reference.owner.module if reference.owner else reference.spelled.rpartition(".")[0]
        if reference.written != self.leaf or holder == self.parent:
            return False
        there = self.job.index.names.module(holder)
        return there is not None and bool(there.stars) and self.leaf not in there.namespace

    def is_loaded_there(self, reference: Reference) -> bool:
        """Whether a string names the old module as what its package has since it was loaded, not as what an import bound."""
        holder = reference.owner.module if reference.owner else reference.spelled.rpartition(".")[0]
        there = self.job.index.names.module(holder)
        return holder == self.parent and (there is None or self.leaf not in there.namespace)

    def renamed(self, reference: Reference) -> bool:
        meaning = reference.meaning
        return meaning.module == self.job.old and not meaning.rest and meaning.name in self.job.renames

    def plain(self, reference: Reference, alias: ast.alias) -> None:
        """`import old` or `import old as x`."""
        job = self.job
        assert reference.site is not None
        text = job.now(alias.name)
        if not alias.asname:
            top = job.old.partition(".")[0]
            if job.old == top:
                if job.new != top:
                    text = f"{job.new} as {top}" if alias.name == top else f"{text}, {job.new} as {top}"
            elif job.new.partition(".")[0] != top and self.still_used(top, reference.site):
                text = f"{text}, {top}"
        self.edit(reference.start, reference.end, text)

    def still_used(self, top: str, site: ImportSite) -> bool:
        """Whether the file uses the old top package otherwise than on the way to the old module."""
        return site.scope.kind == "module" or any(
            use.name.id == top
            and ".".join([top, *(a.attr for a in use.attributes)])[: len(self.job.old)] != self.job.old
            for use in self.module.bindings.uses
        )

    def from_module(self, reference: Reference, site: ImportSite, node: ast.ImportFrom) -> None:
        if reference.spelled != self.module.target(node):
            return  # the beginning of its name
        target = self.job.now(reference.spelled)
        self.edit(reference.start, reference.end, spell(self.moved, target, node.level > 0))
        if reference.form == "star" and not self.job.whole:
            names = self.star(site)
            if not names:
                raise Unplaced("a star import of a module without public names")
            star = self.at.start(node.names[0])
            self.at.checked(star, "*")
            listed = [new if new == old else f"{new} as {old}" for old, new in names]
            text = ", ".join(listed)
            column = self.at.offset(node.lineno, node.col_offset) - self.at.line_start(node.lineno)
            if star - self.at.start(node) + column + len(text) > 88:
                line = newline_of(self.at.data).decode()
                indent = self.at.decode(self.at.data[self.at.line_start(node.lineno) : self.at.start(node)])
                indent = indent if not indent.strip() else ""
                text = "(" + line + "".join(f"{indent}    {item},{line}" for item in listed) + f"{indent})"
            self.edit(star, star + 1, text)

    def star(self, site: ImportSite) -> list[tuple[str, str]]:
        """The names that the star bound, with their new names; imported outsiders only where they are used."""
        job, names = self.job, self.job.index.names
        old = names.module(job.old)
        if old is None or (old.exports.there and not old.exports.known):
            raise Unplaced(f"`{job.old}` has an `__all__` that cannot be read")
        used = {use.name.id for use in self.module.bindings.uses} | set(self.module.exports.names)
        found = []
        for name in names.star_names(job.old):
            meaning = names.member(job.old, name)
            outside = name not in old.exports.names and (meaning is None or meaning.module != job.old)
            if outside and name not in used and not self.asked_elsewhere(name):
                continue
            found.append((name, job.renames.get(name, name)))
        return found

    def asked_elsewhere(self, name: str) -> bool:
        """Whether some other file takes that name from this one."""
        spelled = f"{self.module.name}.{name}"
        return any(
            reference.spelled == spelled and reference.path != self.module.path
            for path in self.job.index.names.files_with(name)
            for reference in self.job.index.in_file(path)
        )

    def submodule(self, reference: Reference, site: ImportSite, alias: ast.alias) -> None:
        """`from parent import old`."""
        node = site.node
        assert isinstance(node, ast.ImportFrom)
        bound = alias.asname or alias.name
        named = self.new_leaf if self.new_leaf == bound and not alias.asname else f"{self.new_leaf} as {bound}"
        if alias.asname:
            named = self.new_leaf
        if self.parent == self.new_parent:
            self.edit(reference.start, reference.end, named)
            return
        relative = node.level > 0
        if self.new_parent:
            whole = f"{self.new_leaf} as {alias.asname}" if alias.asname else named
            text = f"from {spell(self.moved, self.new_parent, relative)} import {whole}"
        else:
            text = f"import {self.new_leaf}" if bound == self.new_leaf else f"import {self.new_leaf} as {bound}"
        if len(node.names) == 1:
            start, end = self.at.start(node), self.at.end(node)
            self.edit(start, end, text)
        else:
            comment = comment_beside(self.module, alias)
            text = f"{text}  {comment}" if comment else text
            self.done.edits += [remove_alias(self.module, node, alias), add_statement(self.module, node, text)]

    def bound_by(self, reference: Reference) -> ast.alias | None:
        """The import that a name in use was bound by."""
        use = reference.use
        home = use.looked_up_in.lookup(use.name.id) if use else None
        nodes = home.bindings[reference.written] if home else []
        return nodes[0] if len(nodes) == 1 and isinstance(nodes[0], ast.alias) else None

    def uses_follow(self, reference: Reference, alias: ast.alias) -> bool:
        """Whether the uses in this file can take the new name: nobody else asks this file for the old one, nothing captures."""
        if alias in self.local:
            return self.local[alias]
        site, name = reference.site, alias.name
        assert site is not None
        new = self.job.renames[name]
        bound = site.scope.bindings.get(name, [])
        uses = [
            use
            for use in self.module.bindings.uses
            if use.name.id == name and use.looked_up_in.lookup(name) is site.scope
        ]
        placed = {id(r.use) for r in self.references if r.form == "name"}
        public = site.scope.kind == "module" and (
            self.module.package or name in self.module.exports.names or self.asked_elsewhere(name)
        )
        taken = any(new in scope.bindings for scope in {use.scope for use in self.module.bindings.uses}) or any(
            use.name.id == new for use in self.module.bindings.uses
        )
        taken = taken or new in self.module.namespace
        self.local[alias] = (
            site.scope.kind != "class"
            and bound == [alias]
            and not public
            and not taken
            and all(id(use) in placed and isinstance(use.name.ctx, ast.Load) for use in uses)
        )
        return self.local[alias]

    def chain(self, reference: Reference) -> None:
        """`pkg.old.name`, on whatever name the chain begins."""
        use = reference.use
        assert use is not None
        job = self.job
        home = use.looked_up_in.lookup(use.name.id)
        nodes = home.bindings[use.name.id] if home else []
        plain = bool(nodes) and all(id(node) in self.plainly for node in nodes)
        if self.parent == self.new_parent and not (plain and reference.spelled == job.old):
            self.edit(reference.start, reference.end, self.new_leaf)
            return
        if reference.spelled != job.old or not nodes or not all(isinstance(node, ast.alias) for node in nodes):
            raise Unplaced(f"`{job.old}` is reached through `{reference.spelled}`")
        top = job.new.partition(".")[0]
        there = use.looked_up_in.lookup(top)
        names = job.index.names
        if there and any(names.bound(self.module, top, node) != Meaning(top) for node in there.bindings[top]):
            raise Unplaced(f"`{top}` means something else here")
        self.edit(reference.chain_start, reference.end, job.new)
        sites = [site for site in self.module.bindings.imports if site.scope is home]
        aliases = [alias for site in sites if isinstance(site.node, ast.Import) for alias in site.node.names]
        if not any(job.within(alias.name) and not alias.asname for alias in aliases):
            self.wanted.update({site.node: site.node for site in sites if set(site.node.names) & set(nodes)})

    @cached_property
    def plainly(self) -> set[int]:
        """The imports that bind the top package: `import a.b` without an alias."""
        return {
            id(alias)
            for site in self.module.bindings.imports
            if isinstance(site.node, ast.Import)
            for alias in site.node.names
            if not alias.asname
        }

    def relative_string(self, reference: Reference, base: Meaning) -> str:
        """How `import_module` names it from that package, which may move itself."""
        job, here = self.job, base.module
        if job.within(here):
            here = job.now(here)
        elif self.is_computed(reference):
            here = self.moved.name if self.moved.package else self.moved.name.rpartition(".")[0]
        target = job.now(reference.spelled) if job.within(reference.spelled) else reference.spelled
        own, there = here.split("."), target.split(".")
        shared = 0
        while shared < min(len(own), len(there)) and own[shared] == there[shared]:
            shared += 1
        return "." * (len(own) - shared + 1) + ".".join(there[shared:]) if shared else target

    def is_computed(self, reference: Reference) -> bool:
        """Whether the package that a name is relative to is that of the file (`__package__`), not one that a string names."""
        calls = [parent for node, parent in self.module.bindings.strings if node is reference.string]
        arguments = [argument for call in calls for argument in (*call.args[1:], *(k.value for k in call.keywords))]  # type: ignore[union-attr]
        return any(isinstance(argument, ast.Name) for argument in arguments)

    def finish(self) -> None:
        for node in self.wanted.values():
            self.done.edits.append(add_statement(self.module, node, f"import {self.job.new}"))
