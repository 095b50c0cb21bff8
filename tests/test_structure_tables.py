"""What split-class, swap-package, reorganise-tests and remove-setup-py measured is told as tables, with a refusal too."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest
from codemod_cases import split_tree, write_tree

from migrate import codemods
from migrate.model import Outcome, Table

STORE = """\
# file: store.py
class Store:
    def __init__(self):
        self._left, self._right = 1, 2

    def left(self):
        return self._left

    def more_left(self):
        self._left += 1

    def right(self):
        return self._right

    def more_right(self):
        self._right += self.left()

    def sum(self):
        return self._left + self._right
"""
SWAP = """\
# file: runtime/__init__.py
# file: runtime/planner.py
def order(items, key=None):
    return items


def _lifetimes(plan):
    return plan
# file: runtime_edited/__init__.py
# file: runtime_edited/planner.py
def order(items):
    return items


def lifetimes(plan):
    return plan
# file: tests/test_planner.py
from runtime.planner import _lifetimes, order
"""


def outcome_of(codemod: str, options: dict[str, object], tree: str, folder: Path) -> Outcome:
    """What the codemod makes of that tree."""
    return codemods.make(codemod, options).run(write_tree(split_tree(tree), folder))


def rows(table: Table) -> list[dict[str, object]]:
    """The rows by the names of the columns."""
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def test_a_split_tells_methods_shared_attributes_and_calls_across(tmp_path: Path) -> None:
    options = {"class": "store.Store", "parts": {"Left": "_left", "Right": "_right"}}

    outcome = outcome_of("split-class", options, STORE, tmp_path)

    parts, calls = outcome.tables
    left, right, stays = rows(parts)
    assert (left["part"], left["methods"], left["calls from others"]) == ("Left", 2, 1)
    assert (right["methods"], right["shared with others"]) == (1, "_right")
    assert stays["methods"] == 3
    assert ("stays", "more_right", "left", "Left") in calls.rows
    assert outcome.refusals[0].code == "small-part"
    assert outcome.changes == ()


def test_a_swap_tells_what_tests_use_and_what_looks_like_it(tmp_path: Path) -> None:
    options = {"new": "runtime_edited", "place": "runtime", "old": "delete"}

    outcome = outcome_of("swap-package", options, SWAP, tmp_path)

    (table,) = outcome.tables
    found = {row["uses"]: (row["there in the new tree"], row["nearest"]) for row in rows(table)}
    assert found == {
        "runtime.planner._lifetimes": ("no", "runtime.planner.lifetimes"),
        "runtime.planner.order": ("other parameters", ""),
    }
    assert [removal.name for removal in outcome.removals] == ["runtime.planner._lifetimes", "runtime.planner.order"]


def test_reorganised_tests_are_moves_of_their_ids(tmp_path: Path) -> None:
    tree = (
        "# file: pkg/__init__.py\n# file: pkg/core/__init__.py\n# file: pkg/core/cache.py\nX = 1\n"
        "# file: tests/test_cache.py\nfrom pkg.core.cache import X\n"
    )

    outcome = outcome_of("reorganise-tests", {}, tree, tmp_path)

    (table,) = outcome.tables
    assert rows(table)[0]["goes to"] == "tests/core/test_cache.py"
    assert ("tests/test_cache.py", "tests/core/test_cache.py") in [(move.old, move.new) for move in outcome.moves]
    assert {change.path for change in outcome.changes} == {
        PurePosixPath("tests/test_cache.py"),
        PurePosixPath("tests/core/test_cache.py"),
    }


def test_conflicting_metadata_is_a_table_of_all_keys(tmp_path: Path) -> None:
    pytest.importorskip("tomlkit")
    tree = (
        '# file: pyproject.toml\n[project]\nname = "pkg"\nversion = "2"\n'
        '# file: setup.py\nfrom setuptools import setup\n\nsetup(name="Pkg", version="1", keywords=["a"])\n'
    )

    outcome = outcome_of("remove-setup-py", {}, tree, tmp_path)

    (table,) = outcome.tables
    assert {row["key"]: row["becomes"] for row in rows(table)} == {
        "name": "the same",
        "version": "conflict",
        "keywords": "left out",
    }
    assert [refusal.code for refusal in outcome.refusals] == ["conflict"]
