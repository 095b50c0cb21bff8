"""The text of a module with another one's code in it: what folds, what meets, in which order it must stand."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING

from migrate.model import Location, Refusal
from migrate.python.bindings import ImportSite, Use
from migrate.python.edits import BOM, Edit, apply_edits, newline_of
from migrate.refactoring.enums import union_of_enums
from migrate.refactoring.import_lines import Line, insertions
from migrate.refactoring.refused import Refused
from migrate.refactoring.retarget import Retarget, remove_alias, spell
from migrate.refactoring.sameness import dump
from migrate.refactoring.units import Unit, eager_names, file_comments, header_of, is_typing, places, units_of
from migrate.references.index import Reference
from migrate.references.names import BUILTINS, Meaning, Module

if TYPE_CHECKING:
    from migrate.refactoring.merging import Merge

NOT_NAMES = frozenset({"__all__", "__doc__", "__getattr__", "__dir__"})


class Weave:
    """The text of a module with another one's code in it."""

    def __init__(self, merge: Merge, target: Module) -> None:
        self.merge = merge
        self.mine, self.theirs = merge.source, target
        self.my_units, self.their_units = merge.units, units_of(target)
        self.my_edits = merge.own_edits()
        self.inserts: dict[int, list[bytes]] = {}
        self.edits: list[Edit] = []
        self.newline = newline_of(target.source.data)
        self.my_header, self.their_header = header_of(self.my_units), header_of(self.their_units)
        self.folded: set[Unit] = set()
        self.dropped: set[ast.alias] = set()
        """Imports of the old module that the merged one does not need: it has them, or it is where they led."""
        self.unneeded: set[ast.alias] = set()
        """Imports of the new module for type checkers that the old one needs when it runs."""
        self.filled: Unit | None = None
        """The block for type checkers that got those of the old module."""

    def text(self) -> bytes:
        merge = self.merge
        merge.check_main([unit for unit in self.my_units if unit.kind == "main"])
        self._check_stars()
        mine = Inside(merge, self.mine, merge.new, lambda name: name)
        theirs = Inside(merge, self.theirs, merge.old, lambda name: merge.renames.get(name, name))
        self.dropped |= mine.gone
        self._collisions(theirs.gone)
        self._captures()
        if merge.refusals:
            return b""
        self.my_edits += mine.edits
        self.edits += theirs.edits
        retarget = Retarget(merge.index, merge.old, merge.new, merge.renames)
        handled = theirs.handled
        done = retarget.file(self.theirs.path, skip=lambda reference: _key(reference) in handled)
        self.edits += done.edits
        for line, reason in done.left:
            merge.left(self.theirs.path, line, reason)
        self.my_edits = _without_overlaps(self.my_edits)
        place = self._place(mine, theirs)
        self._imports()
        self._body(place)
        self._exports()
        for offset, texts in self.inserts.items():
            # what goes may take the blank line below with it, unless something comes in its place
            inside = [edit for edit in self.edits if edit.start < offset < edit.end and not edit.text]
            self.edits = [edit for edit in self.edits if edit not in inside]
            self.edits += [Edit(edit.start, offset, b"") for edit in inside]
            self.edits.append(Edit(offset, offset, b"".join(texts)))
        text = apply_edits(self.theirs.source.data, self.edits)
        mark = BOM if text.startswith(BOM) else b""
        opened = self.theirs.source.data.removeprefix(mark)[:1] in (b"\n", b"\r")
        return text if opened else mark + text.removeprefix(mark).lstrip(b"\r\n")  # all imports above may have gone

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
        elif here.kind == "import" and is_typing(there) and _below_its_line(there.statements[0]):
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
        self.edits += edits
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

    def _insert(self, offset: int, text: bytes) -> None:
        self.inserts.setdefault(offset, []).append(text)

    def _imports(self) -> None:
        data, line = self.theirs.source.data, self.newline
        header = self.their_header
        futures = {alias.name for unit in header if unit.kind == "future" for alias in _aliases(unit)}
        mine = [alias.name for unit in self.my_header if unit.kind == "future" for alias in _aliases(unit)]
        wanted = [name for name in mine if name not in futures]
        docs = [unit for unit in header if unit.kind in ("docstring", "future")]
        top = docs[-1].end if docs else self._top()
        if wanted:
            self._insert(
                top,
                (line if docs and docs[-1].kind == "docstring" else b"")
                + b"from __future__ import "
                + ", ".join(wanted).encode()
                + line,
            )
            if "annotations" in wanted:
                self.merge.notes.append(
                    f"{self.theirs.path}: annotations are no longer evaluated (`from __future__ import annotations`)"
                )
        elif "annotations" in futures and "annotations" not in mine:
            self.merge.notes.append(
                f"{self.mine.path}: annotations are no longer evaluated (`from __future__ import annotations`)"
            )
        plain = [unit for unit in header if unit.kind == "import"]
        self._insert_imports(plain, top, bool(docs) or bool(wanted))
        typing = [unit for unit in self.my_header if unit.kind == "typing" and unit not in self.folded]
        filled = self._fill_block(typing)
        self._take_away()
        after = max([top, *(unit.end for unit in plain)])
        others = [unit for unit in self.my_header if unit.kind == "guarded" and unit not in self.folded]
        blocks = b"".join(self._block(unit) for unit in ([] if filled else typing) + others)
        if blocks:
            end = max(header[-1].end if header else top, after)
            self._insert(end, _own_line(data, end, line) + blocks)

    def _insert_imports(self, plain: list[Unit], top: int, apart: bool) -> None:
        """Each import beside those of its kind: standard library, other packages, absolute ones of this tree, relative ones."""
        data, line = self.theirs.source.data, self.newline
        loaded = {self._top_package(self.theirs, unit.statements[0]) for unit in plain}
        wanted: list[tuple[Line, bytes]] = []
        for unit in self.my_header:
            text = self._import(unit) if unit.kind == "import" and unit not in self.folded else b""
            if not text:
                continue
            new = self._line(self.mine, unit.statements[0], unit.code, unit.end)
            if new.rank < 2 and (package := self._top_package(self.mine, unit.statements[0])) not in loaded:
                loaded.add(package)
                self.merge.notes.append(f"{self.theirs.path}: importing it loads `{package}` as well now")
            wanted.append((new, text))
        if not wanted:
            return
        lines = [self._line(self.theirs, unit.statements[0], unit.code, unit.end) for unit in plain]
        found, above = insertions(lines or [replace(wanted[0][0], start=top, end=top)], wanted, line)
        for count, (offset, text) in enumerate(found):
            gap = line if not plain and apart and not count else b""
            self._insert(offset, _own_line(data, offset, line) + gap + text)
        below = data[plain[0].code if plain else top :]
        if (above or not plain) and below.strip() and not below.lstrip(b" \t").startswith((b"\n", b"\r")):
            two = not plain and below.startswith((b"def ", b"class ", b"async ", b"@"))
            self._insert(plain[0].code if plain else top, line * (1 + two))

    def _line(self, module: Module, node: ast.stmt, start: int, end: int) -> Line:
        assert isinstance(node, ast.Import | ast.ImportFrom)
        first = node.names[0].name
        if isinstance(node, ast.Import):
            return Line(self._rank(module, node), False, 0, first, "", start, end)
        written = spell(self.theirs, module.target(node), node.level > 0)
        target = written.lstrip(".")
        return Line(self._rank(module, node), True, len(written) - len(target), target, first, start, end)

    def _rank(self, module: Module, node: ast.stmt) -> int:
        if isinstance(node, ast.ImportFrom) and node.level:
            return 3
        top = self._top_package(module, node)
        if self.merge.names.is_module(top):
            return 2
        return 0 if top in sys.stdlib_module_names else 1

    def _top_package(self, module: Module, node: ast.stmt) -> str:
        alias = next(part for part in ast.walk(node) if isinstance(part, ast.alias))
        return module.origins[alias][0].partition(".")[0]

    def _top(self) -> int:
        """Where the first import goes in a module that has none: below its opening comments."""
        if not self.their_units:
            return len(self.theirs.source.data)
        first = self.their_units[0]
        above = self.theirs.source.data[first.start : first.code]
        blank = re.search(rb"(?:\r?\n){2,}", above)
        if blank:
            return first.start + blank.end()
        return first.start + len(b"".join(re.findall(rb"\A(?:#!.*\r?\n)?(?:#.*coding[:=].*\r?\n)?", above)[:1]))

    def _import(self, unit: Unit) -> bytes:
        """An import statement of the old module without what is not needed; empty where nothing is left of it."""
        aliases = _aliases(unit)
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
        names = ", ".join(f"{alias.name} as {alias.asname}" if alias.asname else alias.name for alias in kept)
        if isinstance(node, ast.Import):
            return self.theirs.positions.encode(f"import {names}") + self.newline
        start, end = self.mine.positions.from_span(node)
        first = b"from " + self._slice(start, end) + b" import "
        if len(first) + len(names) > 100:
            inner = b"".join(b"    " + item.encode() + b"," + self.newline for item in names.split(", "))
            return first + b"(" + self.newline + inner + b")" + self.newline
        return first + self.theirs.positions.encode(names) + self.newline

    # what only type checkers import

    def _fill_block(self, typing: list[Unit]) -> bool:
        """Put the imports of these blocks into the one that the new module has; false where it has none."""
        for unit in self.their_units:
            node = unit.statements[0]
            if is_typing(unit) and len(unit.statements) == 1 and isinstance(node, ast.If) and _below_its_line(node):
                break
        else:
            return False
        at, data = self.theirs.positions, self.theirs.source.data
        first = node.body[0]
        indent = data[at.line_start(first.lineno) : at.start(first)]
        header = list(takewhile(lambda item: isinstance(item, ast.Import | ast.ImportFrom), node.body))
        spans = [(at.line_start(item.lineno), at.line_start((item.end_lineno or item.lineno) + 1)) for item in header]
        lines = [self._line(self.theirs, item, *span) for item, span in zip(header, spans, strict=True)]
        wanted = [
            (self._line(self.mine, item, 0, 0), text)
            for block in typing
            for item in _body_of(block)
            if (text := self._indented(block, item, indent))
        ]
        if wanted:
            start = at.line_start(first.lineno)
            found, above = insertions(lines or [replace(wanted[0][0], start=start, end=start)], wanted, self.newline)
            for offset, text in found:
                self._insert(offset, _own_line(data, offset, self.newline) + text)
            if above or not lines:
                self._insert(start, self.newline)
            self.filled = unit
        return True

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
            nodes = [site for site in _aliases(unit) if site in self.unneeded]
            if not nodes:
                continue
            body = _body_of(unit)
            whole = [
                item
                for item in body
                if isinstance(item, ast.Import | ast.ImportFrom) and self.unneeded.issuperset(item.names)
            ]
            if len(whole) == len(body) and unit is not self.filled:
                above = self.theirs.source.data[unit.start : unit.code]
                self.edits.append(Edit(unit.code if above.strip() else unit.start, unit.end, b""))
                continue
            for item in body:
                if item in whole:
                    end = at.line_start((item.end_lineno or item.lineno) + 1)
                    self.edits.append(Edit(at.line_start(item.lineno), end, b""))
                elif isinstance(item, ast.Import | ast.ImportFrom):
                    gone = [alias for alias in item.names if alias in self.unneeded]
                    self.edits += [remove_alias(self.theirs, item, alias) for alias in gone]

    def _block(self, unit: Unit) -> bytes:
        """A `TYPE_CHECKING` or fallback block, unless all of it is there already."""
        theirs = {dump(node) for other in self.their_units for node in other.statements}
        if all(dump(node) in theirs for node in unit.statements):
            return b""
        text = self._slice(unit.code, unit.end)
        if unit.kind == "typing" and self.dropped.intersection(_aliases(unit)):
            at, body = self.mine.positions, _body_of(unit)
            kept = b"".join(self._indented(unit, node, b"    ") for node in body)
            if not kept:
                return b""
            stop = at.line_start(body[0].lineno) if _below_its_line(unit.statements[0]) else at.start(body[0])
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
            if unit.kind == "other" and not unit.binds and not _only_words(unit):
                self.merge.notes.append(
                    f"{Location(self.mine.path, unit.line)}: a statement that runs on import moves too"
                )
        above = self._words()
        if not body and not above:
            return
        line, data = self.newline, self.theirs.source.data
        blank = 2 if body.startswith((b"def ", b"async ", b"class ", b"@")) else 1
        text = (above + line * (blank + 1) if above and body else above) + body + line
        if place < len(self.their_units):
            offset = self.their_units[place].start
            self._insert(offset, line * 2 + text)
            if not data[offset : self.their_units[place].code].strip(b" \t\f").startswith((b"\n", b"\r")):
                self._insert(offset, line * 2)
        else:
            offset = len(data)
            blank = len(re.findall(rb"(?:\r\n|\r|\n)[ \t]*(?=(?:[\r\n]|\Z))", data[len(data.rstrip()) :])) - 1
            apart = line * max(0, 2 - max(blank, 0)) if data.strip() else b""
            self._insert(offset, _own_line(data, offset, line) + apart + text)

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
        more = [names[name] for name in public if names[name] not in exports.names]
        if more:
            self.edits.append(_longer(self.theirs, exports.display, list(dict.fromkeys(more))))


class Inside:
    """What one of the two modules takes from the other: imports that lead nowhere once both are one."""

    def __init__(self, merge: Merge, module: Module, other: str, final: Callable[[str], str]) -> None:
        self.merge = merge
        self.module = module
        self.other = other
        self.final = final
        self.gone: set[ast.alias] = set()
        self.leads_to: dict[str, str] = {}
        """Module-level name here → the name in the merged module."""
        self.members: dict[Use, str] = {}
        self.edits: list[Edit] = []
        self.handled: set[tuple[int, int]] = set()
        self.parents = {
            id(child): (parent, getattr(parent, block))
            for parent in ast.walk(module.source.tree)
            for block in ("body", "orelse", "finalbody")
            if isinstance(getattr(parent, block, None), list)
            for child in getattr(parent, block)
        }
        for site in module.bindings.imports:
            self._site(site)

    def _name(self, name: str) -> str:
        return self.final(name)

    def _site(self, site: ImportSite) -> None:
        node, module, names = site.node, self.module, self.merge.names
        gone: list[ast.alias] = []
        for alias in node.names:
            origin, taken = module.origins[alias]
            if taken == "*":
                if origin == self.other:
                    gone.append(alias)
                    if site.scope.kind == "module":
                        self.leads_to.update({name: self._name(name) for name in names.star_names(self.other)})
                continue
            meaning = names.bound(module, alias.asname or alias.name, alias)
            if meaning and meaning.module == self.other and meaning.name and not meaning.rest:
                self._symbol(site, alias, self._name(meaning.name))
                gone.append(alias)
                continue
            module_itself = meaning == Meaning(self.other) or (
                isinstance(node, ast.Import) and alias.name == self.other
            )
            if module_itself and self._object(site, alias):
                gone.append(alias)
        if not gone:
            return
        self.gone |= set(gone)
        for reference in self.merge.index.in_file(module.path):
            if reference.site is site and (reference.alias in gone or len(gone) == len(node.names)):
                self.handled.add(_key(reference))
        if len(gone) == len(node.names):
            self.edits.append(self._without(node))
        else:
            self.edits += [remove_alias(module, node, alias) for alias in gone]

    def _symbol(self, site: ImportSite, alias: ast.alias, final: str) -> None:
        bound = alias.asname or alias.name
        if site.scope.kind == "module":
            self.leads_to[bound] = final
        if bound == final:
            return
        placed = {id(r.use): r for r in self.merge.index.in_file(self.module.path) if r.form == "name"}
        for use in self.module.bindings.uses:
            if use.name.id == bound and use.scope.lookup(bound) is site.scope:
                self._check(use, final, id(use) in placed and site.scope.bindings[bound] == [alias])
                reference = placed[id(use)]
                self.edits.append(Edit(reference.start, reference.end, self.module.positions.encode(final)))
                self.handled.add(_key(reference))
        if bound in self.module.exports.names:
            at = Location(self.module.path, alias.lineno)
            raise Refused(
                "renamed-import",
                f"{at} exports `{bound}`, which would be `{final}`",
                "export it by its own name first",
                at,
            )

    def _check(self, use: Use, final: str, placed: bool) -> None:
        at = Location(self.module.path, use.name.lineno)
        home = use.scope.lookup(final)
        if not placed or home not in (None, self.module.bindings.module):
            raise Refused("captured-name", f"{at} would mean another `{final}`", "rename the local name first", at)

    def _object(self, site: ImportSite, alias: ast.alias) -> bool:
        """Turn `other.name` into `name`; false where the module object itself is used."""
        found: list[tuple[Reference, Reference | None]] = []
        references = self.merge.index.in_file(self.module.path)
        for reference in references:
            if reference.use and reference.meaning == Meaning(self.other) and reference.form in ("name", "attribute"):
                member = next((r for r in references if r.use is reference.use and r.owner == reference.meaning), None)
                found.append((reference, member))
        if any(r.form == "setattr" and r.owner == Meaning(self.other) for r in references):
            return False
        if any(member is None for _, member in found):
            return False
        for reference, member in found:
            assert member is not None
            assert reference.use is not None
            final = self._name(member.written)
            self._check(reference.use, final, True)
            self.members[reference.use] = final
            self.edits.append(Edit(reference.chain_start, member.end, self.module.positions.encode(final)))
            self.handled |= {_key(reference), _key(member)}
        return True

    def members_used(self, unit: Unit) -> set[str]:
        """The other module's names that the unit reaches through the module object."""
        inside = {id(part) for node in unit.statements for part in ast.walk(node)}
        return {final for use, final in self.members.items() if id(use.name) in inside}

    def _without(self, node: ast.stmt) -> Edit:
        """The edit that takes a whole statement away."""
        at, data = self.module.positions, self.module.source.data
        _, block = self.parents[id(node)]
        start, end = at.start(node), at.end(node)
        if len(block) == 1 and block is not self.module.source.tree.body:
            return Edit(start, end, b"pass")
        line_start, line_end = at.line_start(node.lineno), at.line_start((node.end_lineno or node.lineno) + 1)
        after = data[end:line_end].strip()
        if not data[line_start:start].strip() and (not after or after.startswith(b"#")):
            blank = re.compile(rb"[ \t]*(?:\r\n|\r|\n)").match(data, line_end)
            first = block[0] is node and block is not self.module.source.tree.body
            apart = re.search(rb"(?:\A|\n|\r)[ \t]*(?:\r\n|\r|\n)\Z", data[:line_start])
            return Edit(line_start, blank.end() if blank and (first or apart) else line_end, b"")
        return Edit(start, end, b"pass")


def _only_words(unit: Unit) -> bool:
    """Whether the unit is a string that stands for itself: words about the name above it."""
    return all(isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) for node in unit.statements)


def _key(reference: Reference) -> tuple[int, int]:
    return reference.start, reference.end


def _body_of(unit: Unit) -> list[ast.stmt]:
    """The statements of a block for type checkers."""
    return [item for node in unit.statements if isinstance(node, ast.If) for item in node.body]


def _below_its_line(node: ast.stmt) -> bool:
    """Whether an `if` has its body on lines of its own."""
    return isinstance(node, ast.If) and node.body[0].lineno > (node.test.end_lineno or node.test.lineno)


def _aliases(unit: Unit) -> list[ast.alias]:
    return [part for node in unit.statements for part in ast.walk(node) if isinstance(part, ast.alias)]


def _without_overlaps(edits: list[Edit]) -> list[Edit]:
    """The edits without those that lie inside a larger one."""
    kept: list[Edit] = []
    for edit in sorted(set(edits), key=lambda item: (item.start, -item.end)):
        if not kept or edit.start >= kept[-1].end:
            kept.append(edit)
    return kept


def _own_line(data: bytes, offset: int, line: bytes) -> bytes:
    """What must come first for a text at that offset to begin a line."""
    return line if data[:offset].removeprefix(BOM) and data[offset - 1 : offset] not in (b"\n", b"\r") else b""


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


def _longer(module: Module, display: ast.List | ast.Tuple, names: list[str]) -> Edit:
    """The edit that adds strings at the end of a list or tuple, as its others are written."""
    at, data = module.positions, module.source.data
    end = at.end(display)
    closing = end - 1 if data[end - 1 : end] in (b"]", b")") else end
    if not display.elts:
        return Edit(closing, closing, at.encode(", ".join(f'"{name}"' for name in names)))
    last = display.elts[-1]
    quote = "'" if data[at.start(last) : at.start(last) + 1] == b"'" else '"'
    items = [f"{quote}{name}{quote}" for name in names]
    stop = at.end(last)
    comma = re.compile(rb"[ \t]*,").match(data, stop)
    if comma is not None:
        stop = comma.end()
    first = display.elts[0]
    if last.lineno > first.lineno or first.lineno > display.lineno:
        indent = at.decode(data[at.line_start(last.lineno) : at.start(last)])
        indent = indent if not indent.strip() else "    "
        line = newline_of(data).decode()
        text = "".join(f",{line}{indent}{item}" for item in items)
        return Edit(stop, stop, at.encode(text[1:] + "," if comma else text + ","))
    text = ", " + ", ".join(items)
    return Edit(stop, stop, at.encode(text[1:] if comma else text))
