"""A rename in several processes comes to the same as in one."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest
from codemod_cases import Case, read_cases, run_case

from migrate.refactoring.renaming import bindings
from migrate.refactoring.renaming.shares import Exchange, in_shares

CASES = [case for case in read_cases("rename") if "strings" not in case.options]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_rename_in_three_processes_has_the_outcome_of_one(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "alone").mkdir()
    (tmp_path / "shared").mkdir()
    alone, tree = run_case(case, tmp_path / "alone")
    monkeypatch.setattr(bindings, "shares", lambda size, worth: 3)
    shared, other = run_case(case, tmp_path / "shared")
    assert (shared, other.overlay) == (alone, tree.overlay)


def test_each_process_hears_the_news_of_all() -> None:
    def work(number: int, exchange: Exchange) -> list[list[int]]:
        return [exchange(number * step) for step in (1, 10)]

    assert in_shares(3, work) == [[[0, 1, 2], [0, 10, 20]]] * 3


def test_nothing_comes_of_work_that_raises_in_any_process() -> None:
    def work(number: int, exchange: Exchange) -> None:
        exchange(None)
        if number == 1:
            raise ValueError

    assert in_shares(3, work) is None


def test_nothing_comes_of_work_whose_process_is_killed_and_none_is_left(tmp_path: Path) -> None:
    sleeper = tmp_path / "sleeper"

    def work(number: int, exchange: Exchange) -> None:
        if number == 2:
            sleeper.with_suffix(".new").write_text(str(os.getpid()))
            sleeper.with_suffix(".new").replace(sleeper)
            time.sleep(60)
        while number == 1 and not sleeper.exists():
            time.sleep(0.01)
        if number == 1:
            os.kill(os.getpid(), signal.SIGKILL)

    start = time.monotonic()
    assert in_shares(3, work) is None
    assert time.monotonic() - start < 30
    with pytest.raises(ProcessLookupError):
        os.kill(int(sleeper.read_text()), 0)
