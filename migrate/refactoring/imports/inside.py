"""What a module imports of code that comes into it."""

from __future__ import annotations

import ast
from collections.abc import Callable

from migrate.model import Location
from migrate.python.bindings import ImportSite, Use
from migrate.python.edits import Edit
from migrate.refactoring.imports.lines import blocks_of, without_names, without_statement
from migrate.refactoring.refused import Refused
from migrate.refactoring.units import Unit
from migrate.references.index import Index, Reference
from migrate.references.names import Meaning, Module


class Inside:
    """What a module takes from another one that comes into it: imports that lead nowhere once the names are its own.

    `final` says what a name of the other is called in it; None for a name that stays where it is.
    With `whole` an object of the other module is left alone unless all that is asked of it comes.
    """

    def __init__(
        self, index: Index, module: Module, other: str, final: Callable[[str], str | None], whole: bool = True
    ) -> None:
        self.index = index
        self.module = module
        self.other = other
        self.final = final
        self.whole = whole
        self.gone: set[ast.alias] = set()
        self.leads_to: dict[str, str] = {}
        """Module-level name here → the name in the merged module."""
        self.members: dict[Use, str] = {}
        self.edits: list[Edit] = []
        self.handled: set[tuple[int, int]] = set()
        self.blocks = blocks_of(module.source.tree)
        for site in module.bindings.imports:
            self._site(site)

    def _site(self, site: ImportSite) -> None:
        node, module, names = site.node, self.module, self.index.names
        gone: list[ast.alias] = []
        for alias in node.names:
            origin, taken = module.origins[alias]
            if taken == "*":
                if origin == self.other:
                    self._star(site, alias, gone)
                continue
            meaning = names.bound(module, alias.asname or alias.name, alias)
            if meaning and meaning.module == self.other and meaning.name and not meaning.rest:
                if (final := self.final(meaning.name)) is not None:
                    self._symbol(site, alias, final)
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
        for reference in self.index.in_file(module.path):
            if reference.site is site and (reference.alias in gone or len(gone) == len(node.names)):
                self.handled.add(_key(reference))
        if len(gone) == len(node.names):
            self.edits.append(without_statement(module, node, self.blocks[id(node)]))
        else:
            self.edits += without_names(module, node, gone)

    def _star(self, site: ImportSite, alias: ast.alias, gone: list[ast.alias]) -> None:
        finals = {name: self.final(name) for name in self.index.names.star_names(self.other)}
        if None not in finals.values():
            gone.append(alias)
        if site.scope.kind == "module":
            self.leads_to.update({name: final for name, final in finals.items() if final is not None})

    def _symbol(self, site: ImportSite, alias: ast.alias, final: str) -> None:
        bound = alias.asname or alias.name
        if site.scope.kind == "module":
            self.leads_to[bound] = final
        if bound == final:
            return
        placed = {id(r.use): r for r in self.index.in_file(self.module.path) if r.form == "name"}
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
        """Turn `other.name` into `name`; false where the module object itself is used, or a name that stays in it."""
        found: list[tuple[Reference, Reference | None]] = []
        references = self.index.in_file(self.module.path)
        for reference in references:
            if reference.use and reference.meaning == Meaning(self.other) and reference.form in ("name", "attribute"):
                member = next((r for r in references if r.use is reference.use and r.owner == reference.meaning), None)
                found.append((reference, member))
        set_by_name = any(r.form == "setattr" and r.owner == Meaning(self.other) for r in references)
        finals = {member: self.final(member.written) for _, member in found if member is not None}
        kept = set_by_name or None in finals.values() or any(member is None for _, member in found)
        if kept and self.whole:
            return False
        for reference, member in found:
            final = finals.get(member) if member else None
            if member is None or reference.use is None or final is None:
                continue
            self._check(reference.use, final, True)
            self.members[reference.use] = final
            self.edits.append(Edit(reference.chain_start, member.end, self.module.positions.encode(final)))
            self.handled |= {_key(reference), _key(member)}
        return not kept

    def members_used(self, unit: Unit) -> set[str]:
        """The other module's names that the unit reaches through the module object."""
        inside = {id(part) for node in unit.statements for part in ast.walk(node)}
        return {final for use, final in self.members.items() if id(use.name) in inside}


def _key(reference: Reference) -> tuple[int, int]:
    return reference.start, reference.end
