"""Asks somebody else what a receiver is, where our own analysis cannot tell: rope, or mypy where it is installed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from migrate.references.members.hierarchy import Family, Hierarchy
from migrate.references.members.uses import MemberUse

Evidence = Literal["own", "rope", "mypy"]


def opinions(
    evidence: Evidence, hierarchy: Hierarchy, family: Family, doubtful: Iterable[MemberUse]
) -> tuple[dict[MemberUse, bool], list[str]]:
    """Of the doubtful places those that are known after all, and whether they mean the family's member; and what a reader
    should know. Raises Refused where the one to be asked is not installed.
    """
    asked = [use for use in doubtful if use.form == "attribute" and use.start >= 0 and use.evidence == "unknown"]
    if evidence == "own" or not asked:
        return {}, []
    notes: list[str] = []
    if evidence == "rope":
        from migrate.refactoring.renaming.opinion_rope import SecondOpinion  # rope takes a while to load

        rope = SecondOpinion(hierarchy, family)
        answers = {use: rope.of(use) for use in asked}
    else:
        from migrate.refactoring.renaming.opinion_mypy import types_of_mypy  # mypy may not be there

        mypy = types_of_mypy(hierarchy)
        mypy.look_at(use.path for use in asked)
        answers = {use: mypy.of(family, use) for use in asked}
        notes = mypy.notes
    return {use: answer for use, answer in answers.items() if answer is not None}, notes
