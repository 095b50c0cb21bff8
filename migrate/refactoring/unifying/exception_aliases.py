"""Makes an exception that nobody uses another name of one that says the same."""

from __future__ import annotations

import ast
from collections.abc import Collection, Mapping

from migrate.model import Location, Move
from migrate.python.edits import Edit
from migrate.refactoring.draft import Draft
from migrate.refactoring.imports.adding import ImportAdding, Wanted
from migrate.refactoring.refused import Refused
from migrate.refactoring.unifying.exception_finding import find_exception
from migrate.refactoring.unifying.exception_home import ExceptionHome
from migrate.refactoring.unifying.exception_orders import Kind, NoOrder, Orders, restricted
from migrate.refactoring.unifying.header import says_nothing
from migrate.references.members.classes import Class
from migrate.references.members.hierarchy import hierarchy_of


class Aliasing:
    """The aliases that a plan asks for: name of the one that goes → name of the one that it becomes."""

    def __init__(
        self,
        draft: Draft,
        orders: Orders,
        wanted: Mapping[str, str],
        members: Collection[Class],
        home: ExceptionHome,
    ) -> None:
        self.draft = draft
        self.hierarchy = hierarchy_of(draft.index)
        self.orders = orders
        self.wanted = wanted
        self.members = members
        self.home = home

    def carry_out(self) -> None:
        """Each of them. Raises Refused where callers, handlers or pickles could tell the two apart."""
        for old, kept in self.wanted.items():
            mine, theirs = find_exception(self.hierarchy, old), find_exception(self.hierarchy, kept)
            if mine is not theirs:  # else it is an alias already
                self._check(mine, theirs)
                self._replace(mine, theirs)

    def _check(self, mine: Class, theirs: Class) -> None:
        where = Location(mine.path, mine.line, symbol=mine.qualname)
        if mine in self.members:
            raise Refused("in-use", f"`{mine.dotted}` is in a family", "leave it out of the family", where)
        if "." in mine.qualname or "." in theirs.qualname or len(mine.nodes) > 1 or len(theirs.nodes) > 1:
            raise Refused(
                "ambiguous", f"`{mine.dotted}` is not one class at the top of its module", "do it by hand", where
            )
        if not says_nothing(mine.node) or mine.node.keywords or mine.node.decorator_list:
            reason = f"`{mine.dotted}` defines something of its own"
            raise Refused("different-class", reason, "keep both", where)
        if below := self.hierarchy.subclasses(mine):
            raise Refused("in-use", f"`{below[0].dotted}` inherits from `{mine.dotted}`", "keep both", where)
        for reference in self.draft.index.references(mine.dotted):
            if reference.form not in ("imported", "export", "from", "import"):
                at = Location(reference.path, reference.line)
                raise Refused("in-use", f"{at} uses `{mine.dotted}`", "mend the uses first, or keep both", at)
        self._check_same(mine, theirs, where)

    def _check_same(self, mine: Class, theirs: Class, where: Location) -> None:
        """The kept class must be caught by all that caught the other, take the same arguments and print the same."""
        try:
            old, new = self.orders.order(mine), self.orders.order(theirs, after=True)
        except NoOrder:
            old = new = None
        if old is None or new is None:
            raise Refused("unknown-base", f"not all that is above `{mine.dotted}` is known", "keep both", where)
        lost = [kind for kind in old[1:] if kind not in new]
        if lost:
            what = lost[0].dotted if isinstance(lost[0], Class) else lost[0].removeprefix("builtins.")
            reason = f"`except {what}` catches `{mine.dotted}` and not `{theirs.dotted}`"
            raise Refused("lost-base", reason, "keep both", where)
        more = [kind for kind in new if kind not in old]
        if restricted(new, old) != old[1:] or not all(map(self._adds_nothing, more)):
            reason = f"`{theirs.dotted}` is made, or prints, in another way than `{mine.dotted}`"
            raise Refused("different-class", reason, "keep both", where)

    def _adds_nothing(self, kind: Kind) -> bool:
        return says_nothing(kind.node) if isinstance(kind, Class) else kind in self.orders.made

    def _replace(self, mine: Class, theirs: Class) -> None:
        module, at = mine.module, mine.module.positions
        where = Location(mine.path, mine.line, symbol=mine.qualname)
        if module.path == self.home.path:
            raise Refused("name-taken", f"`{mine.dotted}` stands in `into` itself", "alias it by hand", where)
        if module.path == theirs.path and theirs.line > mine.line:
            raise Refused("definition-order", f"`{theirs.dotted}` is defined further down", "move it up first", where)
        if module.path != theirs.path:
            wanted = Wanted(theirs.module.name, theirs.name)
            self.draft.edit(mine.path, *ImportAdding(self.draft.index).edits(module, [wanted]))
        if ast.get_docstring(mine.node):
            self.draft.note(f"{where}: the docstring of `{mine.dotted}` goes with the class")
        text = at.encode(f"{mine.name} = {theirs.name}")
        self.draft.edit(mine.path, Edit(at.start(mine.node), at.end(mine.node), text))
        self.draft.moves.append(Move(mine.dotted, theirs.dotted, "symbol", "reexport"))
