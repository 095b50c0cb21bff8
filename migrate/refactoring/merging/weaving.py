"""The text of a module with another one's code in it: what folds, what meets, in which order it must stand."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from migrate.model import Location, Refusal
from migrate.python.edits import Edit, apply_edits
from migrate.refactoring.imports.hosting import Host, aliases_of, below_its_line, body_of, written
from migrate.refactoring.imports.inside import Inside
from migrate.refactoring.imports.lines import Line, without_names
from migrate.refactoring.imports.retarget import Retarget
from migrate.refactoring.merging.enums import union_of_enums
from migrate.refactoring.refused import Refused
from migrate.refactoring.sameness import dump
from migrate.refactoring.units import Unit, eager_names, file_comments, header_of, is_typing, only_words, places
from migrate.references.names import BUILTINS, Meaning, Module

if TYPE_CHECKING:
    from migrate.refactoring.merging.merge import Merge

READS_ALL = re.compile(rb"(?:\.|\bimport\b[^#]*?)\s*\b__all__\b")
NOT_NAMES = frozenset({"__all__", "__doc__", "__getattr__", "__dir__"})


class Weave:
    """The text of a module with another one's code in it."""

    def __init__(self, merge: Merge, target: Module) -> None:
        self.merge = merge
        self.mine, self.theirs = merge.source, target
        self.host = Host(merge.names, target)
        self.my_units, self.their_units = merge.units, self.host.units
        self.my_edits = merge.own_edits()
        self.newline = self.host.newline
        self.my_header, self.their_header = header_of(self.my_units), self.host.header
        self.folded: set[Unit] = set()
        self.dropped: set[ast.alias] = set()
        """Imports of the old module that the merged one does not need: it has them, or it is where they led."""
        self.unneeded: set[ast.alias] = set()
        """Imports of the new module for type checkers that the old one needs when it runs."""

    def text(self) -> bytes:
        merge = self.merge
        merge.check_main([unit for unit in self.my_units if unit.kind == "main"])
        self._check_stars()
        mine = Inside(merge.index, self.mine, merge.new, lambda name: name)
        theirs = Inside(merge.index, self.theirs, merge.old, lambda name: merge.renames.get(name, name))
        self.dropped |= mine.gone
        self._collisions(theirs.gone)
        self._captures()
        if merge.refusals:
            return b""
        self.my_edits += mine.edits
        self.host.edits += theirs.edits
        retarget = Retarget(merge.index, merge.old, merge.new, merge.renames)
        handled = theirs.handled
        done = retarget.file(self.theirs.path, skip=lambda reference: (reference.start, reference.end) in handled)
        self.host.edits += done.edits
        for line, reason in done.left:
            merge.left(self.theirs.path, line, reason)
        self.my_edits = _without_overlaps(self.my_edits)
        place = self._place(mine, theirs)
        self._imports()
        self._body(place)
        self._exports()
        return self.host.text()

    def _check_stars(self) -> None:
        names = self.merge.names
        for module, other in ((self.mine, self.theirs), (self.theirs, self.mine)):
            for star in module.stars:
                at = Location(module.path)
                if star in (self.merge.old, self.merge.new):
                    continue
                if not names.is_module(star):
                    raise Refused(
                        "star-import",
                        f"{module.path} star-imports `{star}`, whose names are not known",
                        "import the names one by one",
                        at,
                    )
                clash = set(names.star_names(star)) & set(other.namespace)
                clash = {name for name in clash if names.member(star, name) != names.member(other.name, name)}
                if clash:
                    raise Refused(
                        "star-import",
                        f"`{min(clash)}` of `{star}` would meet another one of that name",
                        "import the names one by one",
                        at,
                    )
        if not self.theirs.exports.there:
            self._check_star_users()

    def _check_star_users(self) -> None:
        """Whoever star-imports the new module would get more names: none may hide one of its own."""
        merge = self.merge
        more = {merge.renames.get(name, name) for name in self.mine.namespace} - set(self.theirs.namespace)
        for reference in merge.index.star_importers(merge.new):
            if reference.path != self.mine.path:
                user = merge.names.file(reference.path)
                for name in sorted(more & set(user.namespace)):
                    if merge.names.member(user.name, name) != Meaning(merge.old, name):
                        at = Location(reference.path, reference.line)
                        raise Refused(
                            "star-capture",
                            f"{at} would get `{name}` as well and has one already",
                            "import the names one by one",
                            at,
                        )

    # what meets what

    def _collisions(self, gone: set[ast.alias]) -> None:
        merge = self.merge
        my_places, their_places = places(self.my_units), places(self.their_units)
        for name, nodes in sorted(self.mine.namespace.items()):
            if name in NOT_NAMES or name in merge.bound_in_main():
                continue
            final = merge.renames.get(name, name)
            others = [node for node in self.theirs.namespace.get(final, []) if node not in gone]
            nodes = [node for node in nodes if node not in self.dropped]
            if not others or not nodes:
                continue
            here, there = my_places.get(name), their_places.get(final)
            at = Location(self.mine.path, getattr(nodes[0], "lineno", 1))
            if there is None or here is None:
                merge.refusals.append(self._taken(name, final, at, others[0]))
            elif all(isinstance(node, ast.alias) for node in [*nodes, *others]):
                self._two_imports(name, final, nodes, others, here, there)
            elif any(isinstance(node, ast.alias) for node in nodes) and any(
                isinstance(node, ast.alias) for node in others
            ):
                self._guarded_imports(name, nodes, others, here, there)
            elif any(isinstance(node, ast.alias) for node in [*nodes, *others]):
                merge.refusals.append(self._taken(name, final, at, others[0]))
            elif name == final and name in merge.wishes.merge_enums and here.kind == there.kind == "definition":
                self._unite(name, here, there)
            else:
                self._two_definitions(name, final, here, there, at, others[0])

    def _taken(self, name: str, final: str, at: Location, other: ast.AST) -> Refusal:
        there = Location(self.theirs.path, getattr(other, "lineno", 1))
        imported = any(isinstance(node, ast.alias) for node in self.mine.namespace[name])
        hint = f"in {at} call it `{self._free(name)}` first" if imported else self._rename_hint(name)
        return Refusal("name-taken", f"`{name}` at {at} and `{final}` at {there} are different things", hint, at)

    def _rename_hint(self, name: str) -> str:
        return f'rename one of them: `rename = {{ "{self.merge.old}.{name}" = "{self._free(name)}" }}`'

    def _free(self, name: str) -> str:
        """A name that neither module has, in the style of this one."""
        leaf = self.merge.old.rpartition(".")[2].strip("_")
        bare = name.lstrip("_")
        if bare.isupper():
            found = f"{leaf.upper()}_{bare}"
        elif bare[:1].isupper():
            found = "".join(part.capitalize() for part in leaf.split("_")) + bare
        else:
            found = f"{leaf}_{bare}"
        found = name[: len(name) - len(bare)] + found
        taken = {use.name.id for module in (self.mine, self.theirs) for use in module.bindings.uses}
        for module in (self.mine, self.theirs):
            taken.update(*(scope.bindings for scope in {module.bindings.module, *module.bindings.scope_of.values()}))
        while found in taken:
            found += "_"
        return found

    def _two_imports(
        self, name: str, final: str, nodes: list[ast.AST], others: list[ast.AST], here: Unit, there: Unit
    ) -> None:
        merge = self.merge
        mine = {self._import_meaning(self.mine, node) for node in nodes}
        theirs = {self._import_meaning(self.theirs, node) for node in others}
        plain = all(isinstance(node, ast.alias) and "." in node.name and not node.asname for node in [*nodes, *others])
        if not plain and (len(mine | theirs) > 1 or None in mine):
            at = Location(self.mine.path, getattr(nodes[0], "lineno", 1))
            merge.refusals.append(self._taken(name, final, at, others[0]))
            return
        if there.kind == "guarded" and here.kind == "import":
            self._guarded_imports(name, nodes, others, here, there)
            return
        if here.kind == "import" and there.kind == "import":
            known = {self._import_text(self.theirs, node) for node in others}
            self.dropped |= {
                node for node in nodes if isinstance(node, ast.alias) and self._import_text(self.mine, node) in known
            }
        elif here.kind == "typing":
            self.dropped |= {node for node in nodes if isinstance(node, ast.alias)}
        elif here.kind == "import" and is_typing(there) and below_its_line(there.statements[0]):
            self.unneeded |= {node for node in others if isinstance(node, ast.alias)}

    def _import_meaning(self, module: Module, node: ast.AST) -> Meaning | None:
        assert isinstance(node, ast.alias)
        return self.merge.names.bound(module, node.asname or node.name, node)

    def _import_text(self, module: Module, node: ast.AST) -> tuple[str, str, str]:
        """What is imported: for `import a.b` the whole dotted name matters, for others what is bound."""
        assert isinstance(node, ast.alias)
        origin, taken = module.origins[node]
        if taken or node.asname:
            meaning = self.merge.names.bound(module, node.asname or node.name, node)
            return ("", meaning.dotted if meaning else f"{origin}.{taken}", node.asname or taken)
        return (origin, "", "")

    def _guarded_imports(self, name: str, nodes: list[ast.AST], others: list[ast.AST], here: Unit, there: Unit) -> None:
        """One of the two modules can live without the import."""
        merge = self.merge
        mine = {self._import_meaning(self.mine, node) for node in nodes if isinstance(node, ast.alias)}
        theirs = {self._import_meaning(self.theirs, node) for node in others if isinstance(node, ast.alias)}
        at = Location(self.mine.path, getattr(nodes[0], "lineno", 1))
        if [dump(node) for node in here.statements] == [dump(node) for node in there.statements]:
            self.folded.add(here)
        elif mine != theirs:
            merge.refusals.append(self._taken(name, name, at, others[0]))
        elif here.kind == "import" and there.kind == "guarded":
            body = [unit for unit in self.my_units if unit not in self.my_header]
            if any(name in eager_names(self.mine, unit, places(body)) for unit in body):
                there_at = Location(self.theirs.path, there.line)
                merge.refusals.append(
                    Refusal(
                        "guarded-import",
                        f"{at} needs `{name}` at once, {there_at} can do without it",
                        "guard both or neither",
                        at,
                    )
                )
            else:
                self.dropped |= {node for node in nodes if isinstance(node, ast.alias)}
                merge.notes.append(
                    f"{at}: `{name}` is imported as {self.theirs.path} imports it, which can do without it"
                )

    def _two_definitions(self, name: str, final: str, here: Unit, there: Unit, at: Location, other: ast.AST) -> None:
        merge = self.merge
        if here in self.folded:
            return
        alike = merge.sameness(here, there) if name == final else "different"
        if alike == "same":
            self.folded.add(here)
            merge.notes.append(f"{at}: `{name}` is the same in both modules and becomes one")
        elif alike == "shared-state":
            there_at = Location(self.theirs.path, there.line)
            merge.refusals.append(
                Refusal(
                    "shared-state",
                    f"`{name}` at {at} and at {there_at} are two objects and would become one",
                    self._rename_hint(name),
                    at,
                )
            )
        else:
            merge.refusals.append(self._taken(name, final, at, other))

    def _unite(self, name: str, here: Unit, there: Unit) -> None:
        merge = self.merge
        edits, reason, where = union_of_enums(merge.index, self.mine, self.theirs, name, here, there)
        if reason:
            merge.refusals.append(Refusal("enum-differs", reason, self._rename_hint(name), where))
            return
        self.folded.add(here)
        self.host.edits += edits
        merge.notes.append(f"`{name}` is one enum with the members of both")

    def _captures(self) -> None:
        """A builtin that one module uses and the other one redefines."""
        for user, other, rename in ((self.mine, self.theirs, {}), (self.theirs, self.mine, self.merge.renames)):
            bound = {rename.get(name, name) for name in other.namespace}
            for name in sorted((unbound(user) | _builtins_of(user)) & bound - set(user.namespace)):
                nodes = other.namespace.get(name, [])
                at = Location(other.path, getattr(nodes[0], "lineno", 1) if nodes else 1)
                self.merge.refusals.append(
                    Refusal(
                        "captured-name",
                        f"{user.path} uses the builtin `{name}`, which {at} redefines",
                        f"rename `{name}` first",
                        at,
                    )
                )

    # where it goes

    def _place(self, mine: Inside, theirs: Inside) -> int:
        """How many of the new module's statements come before the old one's code."""
        merge = self.merge
        their_body = {name: unit for name, unit in places(self.their_units).items() if unit not in self.their_header}
        moving = [unit for unit in self.my_units if self._moves(unit)]
        mine_at = {name: unit for name, unit in places(moving).items() if name not in mine.leads_to}
        needed: set[str] = set()
        for unit in moving:
            eager = eager_names(self.mine, unit, mine_at)
            needed |= {mine.leads_to.get(name, name) for name in eager if name not in mine_at} | mine.members_used(unit)
        first = len(self.their_header)
        for name in needed:
            if name in their_body:
                first = max(first, self.their_units.index(their_body[name]) + 1)
        brought = {merge.renames.get(name, name) for name in mine_at}
        last = len(self.their_units)
        for count, unit in enumerate(self.their_units):
            if unit in self.their_header:
                continue
            eager = eager_names(self.theirs, unit, their_body)
            uses = {theirs.leads_to[name] for name in eager if name in theirs.leads_to} | theirs.members_used(unit)
            if unit.kind == "main" or uses & brought:
                last = min(last, count)
        if first > last:
            at = Location(self.theirs.path, self.their_units[last].line)
            raise Refused(
                "definition-order",
                f"each module needs a name of the other while it is imported ({at})",
                "define those names in a third module first",
                at,
            )
        return last

    def _moves(self, unit: Unit) -> bool:
        """Whether the unit goes into the new module's body."""
        if unit in self.folded or unit.kind in ("exports", "main", "docstring", "future"):
            return False
        return unit not in self.my_header

    # the text

    def _slice(self, start: int, end: int) -> bytes:
        """Some of the old module's bytes, edited, in the new one's encoding and line ends."""
        inside = [
            Edit(e.start - start, e.end - start, e.text) for e in self.my_edits if start <= e.start and e.end <= end
        ]
        text = self.mine.positions.decode(apply_edits(self.mine.source.data[start:end], inside))
        text = re.sub(r"\r\n|\r|\n", self.newline.decode(), text)
        return self.theirs.positions.encode(text)

    def _imports(self) -> None:
        host = self.host
        mine = [alias.name for unit in self.my_header if unit.kind == "future" for alias in aliases_of(unit)]
        wanted = [name for name in mine if name not in host.futures]
        host.add_futures(wanted)
        if "annotations" in wanted:
            self.merge.notes.append(
                f"{self.theirs.path}: annotations are no longer evaluated (`from __future__ import annotations`)"
            )
        elif "annotations" in host.futures and "annotations" not in mine and not wanted:
            self.merge.notes.append(
                f"{self.mine.path}: annotations are no longer evaluated (`from __future__ import annotations`)"
            )
        self._plain_imports()
        typing = [unit for unit in self.my_header if unit.kind == "typing" and unit not in self.folded]
        filled = host.block is not None
        if filled:
            self._fill_block(typing)
        self._take_away()
        others = [unit for unit in self.my_header if unit.kind == "guarded" and unit not in self.folded]
        host.add_blocks(b"".join(self._block(unit) for unit in ([] if filled else typing) + others))

    def _plain_imports(self) -> None:
        loaded = {self._top_package(self.theirs, unit) for unit in self.their_header if unit.kind == "import"}
        wanted: list[tuple[Line, bytes]] = []
        for unit in self.my_header:
            text = self._import(unit) if unit.kind == "import" and unit not in self.folded else b""
            if not text:
                continue
            new = self.host.line(self.mine, unit.statements[0], unit.code, unit.end)
            if new.rank < 2 and (package := self._top_package(self.mine, unit)) not in loaded:
                loaded.add(package)
                self.merge.notes.append(f"{self.theirs.path}: importing it loads `{package}` as well now")
            wanted.append((new, text))
        self.host.add_imports(wanted)

    def _top_package(self, module: Module, unit: Unit) -> str:
        return module.origins[aliases_of(unit)[0]][0].partition(".")[0]

    def _import(self, unit: Unit) -> bytes:
        """An import statement of the old module without what is not needed; empty where nothing is left of it."""
        aliases = aliases_of(unit)
        kept = [alias for alias in aliases if alias not in self.dropped]
        if not kept:
            return b""
        if len(kept) == len(aliases) or len(unit.statements) > 1:
            return (
                self._slice(unit.start, unit.end).lstrip(b"\r\n")
                if unit.start != 0
                else self._slice(unit.code, unit.end)
            )
        return self._shortened(unit.statements[0], kept)

    def _shortened(self, node: ast.stmt, kept: list[ast.alias]) -> bytes:
        """The import with these of its names only."""
        assert isinstance(node, ast.Import | ast.ImportFrom)
        head = b"import "
        if isinstance(node, ast.ImportFrom):
            head = b"from " + self._slice(*self.mine.positions.from_span(node)) + b" import "
        return written(self.theirs, head, kept, self.newline)

    # what only type checkers import

    def _fill_block(self, typing: list[Unit]) -> None:
        """Put the imports of these blocks into the one that the new module has."""
        indent = self.host.indent
        wanted = [
            (self.host.line(self.mine, item, 0, 0), text)
            for block in typing
            for item in body_of(block)
            if (text := self._indented(block, item, indent))
        ]
        self.host.fill_block(wanted)

    def _indented(self, block: Unit, node: ast.stmt, indent: bytes) -> bytes:
        """An import out of a block of the old module, without what is not needed, with the comments above it."""
        assert isinstance(node, ast.Import | ast.ImportFrom)
        kept = [alias for alias in node.names if alias not in self.dropped]
        if not kept:
            return b""
        at, data = self.mine.positions, self.mine.source.data
        start, end = at.line_start(node.lineno), at.line_start((node.end_lineno or node.lineno) + 1)
        alone = not data[start : at.start(node)].strip() and data[at.end(node) : end].strip()[:1] in (b"", b"#")
        if len(kept) < len(node.names) or not alone:
            text = self._shortened(node, kept)
        else:
            line = node.lineno
            while line - 1 > block.line and data[at.line_start(line - 1) : start].lstrip()[:1] == b"#":
                line -= 1
                start = at.line_start(line)
            text = self._slice(start, end)
            text = re.sub(rb"(?m)^" + re.escape(data[at.line_start(node.lineno) : at.start(node)]), b"", text)
            text = text if text.endswith(b"\n") else text + self.newline
        return b"".join(indent + part for part in text.splitlines(keepends=True))

    def _take_away(self) -> None:
        """What the new module imported for type checkers only, and imports at once now."""
        at = self.theirs.positions
        for unit in self.their_units:
            nodes = [site for site in aliases_of(unit) if site in self.unneeded]
            if not nodes:
                continue
            body = body_of(unit)
            whole = [
                item
                for item in body
                if isinstance(item, ast.Import | ast.ImportFrom) and self.unneeded.issuperset(item.names)
            ]
            if len(whole) == len(body) and unit is not self.host.filled:
                above = self.theirs.source.data[unit.start : unit.code]
                self.host.edits.append(Edit(unit.code if above.strip() else unit.start, unit.end, b""))
                continue
            for item in body:
                if item in whole:
                    end = at.line_start((item.end_lineno or item.lineno) + 1)
                    self.host.edits.append(Edit(at.line_start(item.lineno), end, b""))
                elif isinstance(item, ast.Import | ast.ImportFrom):
                    gone = [alias for alias in item.names if alias in self.unneeded]
                    self.host.edits += without_names(self.theirs, item, gone)

    def _block(self, unit: Unit) -> bytes:
        """A `TYPE_CHECKING` or fallback block, unless all of it is there already."""
        theirs = {dump(node) for other in self.their_units for node in other.statements}
        if all(dump(node) in theirs for node in unit.statements):
            return b""
        text = self._slice(unit.code, unit.end)
        if unit.kind == "typing" and self.dropped.intersection(aliases_of(unit)):
            at, body = self.mine.positions, body_of(unit)
            kept = b"".join(self._indented(unit, node, b"    ") for node in body)
            if not kept:
                return b""
            stop = at.line_start(body[0].lineno) if below_its_line(unit.statements[0]) else at.start(body[0])
            text = self._slice(unit.code, stop).rstrip() + self.newline
            text += kept
        return self.newline + (text if text.endswith(b"\n") else text + self.newline)

    def _body(self, place: int) -> None:
        moving = [unit for unit in self.my_units if self._moves(unit)]
        parts = [self._slice(unit.start, unit.end) for unit in moving]
        last = self.my_units[-1] if self.my_units else None
        if last is not None and last.kind != "main":
            parts.append(self._slice(last.end, len(self.mine.source.data)))
        body = b"".join(part if part.endswith((b"\n", b"\r")) or not part else part + self.newline for part in parts)
        body = body.strip(b"\r\n")
        for unit in moving:
            if unit.kind == "other" and not unit.binds and not only_words(unit):
                self.merge.notes.append(
                    f"{Location(self.mine.path, unit.line)}: a statement that runs on import moves too"
                )
        above = self._words()
        if not body and not above:
            return
        blank = 2 if body.startswith((b"def ", b"async ", b"class ", b"@")) else 1
        text = (above + self.newline * (blank + 1) if above and body else above) + body + self.newline
        self.host.add_body(place, text)

    def _words(self) -> bytes:
        """The old module's docstring and opening comments, as comments."""
        line = self.newline.decode()
        comments = file_comments(self.mine.source.data, self.my_units)
        kept = []
        text = self.mine.positions.decode(comments).strip()
        if text and comments.strip() not in self.theirs.source.data:
            kept.append(re.sub(r"\r\n|\r|\n", line, text))
        doc = ast.get_docstring(self.mine.source.tree)
        if doc and doc.strip() != (ast.get_docstring(self.theirs.source.tree) or "").strip():
            lines = [f"# {item}".rstrip() for item in doc.strip().splitlines()]
            kept.append(line.join([f"# From `{self.merge.old}`:", *lines]))
            self.merge.notes.append(f"{self.mine.path}: its docstring is kept as a comment in {self.theirs.path}")
        return self.theirs.positions.encode((line + line).join(kept))

    def _exports(self) -> None:
        exports, own = self.theirs.exports, self.mine.exports
        if own.there and not own.known:
            raise Refused(
                "dynamic-all",
                f"`{self.merge.old}` builds its `__all__`",
                "write it out as a list of names",
                Location(self.mine.path),
            )
        if own.there:
            check_readers_of_all(self.merge)
        if not exports.there:
            if own.there:
                self.merge.notes.append(
                    f"{self.theirs.path} has no `__all__`, so that of `{self.merge.old}` is dropped"
                )
            return
        if not exports.known or exports.display is None:
            raise Refused(
                "dynamic-all",
                f"`{self.merge.new}` builds its `__all__`",
                "write it out as a list of names",
                Location(self.theirs.path),
            )
        names, public = self.merge.handed_out()
        self.host.export(names[name] for name in public if names[name] not in exports.names)


def _without_overlaps(edits: list[Edit]) -> list[Edit]:
    """The edits without those that lie inside a larger one."""
    kept: list[Edit] = []
    for edit in sorted(set(edits), key=lambda item: (item.start, -item.end)):
        if not kept or edit.start >= kept[-1].end:
            kept.append(edit)
    return kept


def _builtins_of(module: Module) -> set[str]:
    return {
        use.name.id for use in module.bindings.uses if use.scope.lookup(use.name.id) is None and use.name.id in BUILTINS
    }


def unbound(module: Module) -> set[str]:
    """The names that a module reads and that neither it nor Python binds."""
    if module.stars:
        return set()
    names = {use.name.id for use in module.bindings.uses if use.scope.lookup(use.name.id) is None}
    return {name for name in names - BUILTINS if not (name.startswith("__") and name.endswith("__"))}


def check_readers_of_all(merge: Merge) -> None:
    """Raise Refused for whoever reads the old module's `__all__`: it would get that of the new one, or none."""
    for path in merge.names.files_with("__all__"):
        if path == merge.source.path or not READS_ALL.search(merge.workspace.read(path)):
            continue
        for reference in merge.index.in_file(path):
            if reference.meaning == Meaning(merge.old, "__all__"):
                at = Location(path, reference.line)
                raise Refused(
                    "dynamic-all", f"{at} reads the `__all__` of `{merge.old}`", "write its names out there", at
                )
