"""What never worked is gone, and whoever used it gets what it got before."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from codemod_cases import read_cases, run_case

ASK = """
import logging, pkg.user
logging.disable()
print(pkg.user.fast, pkg.user.gain([1]), pkg.user.mask([1]), pkg.user.quiet([1]))
"""


def test_users_of_what_never_worked_get_what_they_got_before(tmp_path: Path) -> None:
    [case] = [case for case in read_cases("remove-legacy") if case.name == "takes_away_what_never_worked_with_its_try"]
    outcome, after = run_case(case, tmp_path / "before")
    assert outcome.refusals == ()
    for path in after.files:
        (tmp_path / "after" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "after" / path).write_bytes(after.read(path))
    said = [
        subprocess.run(
            [sys.executable, "-B", "-c", ASK], cwd=tmp_path / side, capture_output=True, text=True, check=True
        )
        for side in ("before", "after")
    ]
    assert said[0].stdout == said[1].stdout == "None 0.0 None (None, [1])\n"


def test_every_use_is_told_with_its_place_and_whether_it_ever_worked(tmp_path: Path) -> None:
    [case] = [case for case in read_cases("remove-legacy") if case.name == "refuses_a_use_that_always_fails"]
    outcome, _ = run_case(case, tmp_path)
    assert [(row[0], row[1], row[2]) for table in outcome.tables for row in table.rows] == [
        ("pkg/user.py:2", "pkg.old.load", False)
    ]
    assert "there is no module pkg.gone" in outcome.refusals[0].reason
