"""What a codemod says of its whole outcome that is true of a tree with only a part of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path, PurePosixPath

from migrate.gate.api import form_of
from migrate.gate.tree import Tree
from migrate.model import Change, Move, Outcome, Removal
from migrate.workspace import Layout


def holding(root: Path, layout: Layout, outcome: Outcome, changes: tuple[Change, ...]) -> Outcome:
    """The outcome with these changes, and those of its moves, removals and redefinitions that are done in the tree at `root`."""
    tree, touched = Tree(root.resolve(), layout), {change.path for change in changes}
    return replace(
        outcome,
        changes=changes,
        moves=tuple(move for move in outcome.moves if _is_moved(tree, move, touched)),
        removals=tuple(removal for removal in outcome.removals if _is_removed(tree, removal)),
        redefinitions=tuple(
            one for one in outcome.redefinitions if form_of(tree.names.find(one.name).shape) == one.after
        ),
    )


def _is_moved(tree: Tree, move: Move, touched: Collection[PurePosixPath]) -> bool:
    if "/" in move.old:
        return (tree.root / move.new.partition("::")[0]).exists()
    if move.kind == "module":
        there = tree.modules.get(move.old)
        left = there is None or (move.left != "nothing" and there.path in touched)
        return left and (move.new in tree.modules or move.new in tree.folders)
    if tree.names.find(move.new).what == "missing":
        return False
    old = tree.names.find(move.old)
    return move.left == "delegate" or not (old.what == "shape" and old.name == move.old)


def _is_removed(tree: Tree, removal: Removal) -> bool:
    """Whether the thing is gone; a pattern, a test, or what is no name at all, is believed."""
    plain = removal.name.replace(".", "").isidentifier()
    return not plain or tree.names.find(removal.name).what not in ("shape", "module")
