"""Kill -9 at every boundary of `apply`: the next run finds the tree as before or as after a step, and finishes."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from test_apply import FILES, STEPS, plan
from trees import Tree, make_tree

# Runs `migrate apply` and kills its own process group at the n-th event that changes the disk: a file opened for writing,
# renamed, removed, made, or a program (git, the gate) started. The interpreter tells every one of them to an audit hook, so
# no boundary is forgotten and the code under test has no seam for this. With n = 0 it counts them.
KILLER = """
import os, signal, sys
at, count = int(sys.argv.pop(1)), 0
room = sys.argv.pop(1)
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
def watch(event, details):
    global count
    if event == "open":
        path, _, flags = details
        if not (flags or 0) & WRITES or not isinstance(path, str) or room not in os.path.abspath(path) or "__pycache__" in path:
            return
    elif event not in ("os.rename", "os.remove", "os.rmdir", "os.mkdir", "subprocess.Popen", "os.chmod"):
        return
    count += 1
    if count == at:
        os.killpg(0, signal.SIGKILL)
sys.addaudithook(watch)
import atexit
atexit.register(lambda: at or print(count))
sys.argv[0] = "migrate"
from migrate.__main__ import main
main()
"""


def run_killed(tree: Tree, at: int) -> subprocess.CompletedProcess[str]:
    """One `apply` that dies at this event, with all the programs that it has started."""
    command = [sys.executable, "-B", "-c", KILLER, str(at), str(tree.root), "apply"]
    return subprocess.run(command, cwd=tree.root, capture_output=True, text=True, check=False, start_new_session=True)


def state(tree: Tree) -> str:
    """The checkout's content by what is on the disk, and that index and branch agree with it."""
    assert tree.git("status", "--porcelain") == ""
    return tree.git("rev-parse", "HEAD^{tree}")


pytestmark = pytest.mark.xdist_group("kill")  # they share one pristine project


@pytest.fixture(scope="module", params=["worktree", "in-place"])
def walk(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> tuple[Path, list[str], int]:
    """A pristine project, the trees it passes through step by step, and the number of events of a whole run."""
    room = tmp_path_factory.mktemp("walk")
    make_tree(room / "pristine", {**FILES, "migration.toml": plan(STEPS, "true", f'where = "{request.param}"')})
    subprocess.run(["cp", "-a", "pristine", "whole"], cwd=room, check=True)
    whole = Tree(room / "whole")
    states = [state(whole)]
    start = whole.git("rev-parse", "HEAD")
    events = int(run_killed(whole, 0).stdout.splitlines()[-1])
    states += [
        whole.git("rev-parse", f"{commit}^{{tree}}")
        for commit in whole.git("rev-list", "--reverse", f"{start}..").split()
    ]
    assert len(states) == 4
    return room, states, events


def survives(room: Path, states: list[str], name: str, kill) -> None:
    """Kill a run; the next one must say where it stands by itself, leave nothing between, and finish."""
    subprocess.run(["cp", "-a", "pristine", name], cwd=room, check=True)
    tree = Tree(room / name)
    kill(tree)
    after = tree.migrate("apply", "--step", "1.1")  # recovery, and at most one step
    assert after.code == 0, after.err
    assert state(tree) in states, after.err
    rest = tree.migrate("apply")
    assert rest.code == 0, rest.err
    assert state(tree) == states[-1], rest.err
    assert len(tree.git("worktree", "list").splitlines()) == 1
    assert not (tree.root / ".git/migrate/intent.json").exists()
    subprocess.run(["rm", "-rf", name], cwd=room, check=True)


def test_a_sample_of_all_boundaries_survives_a_kill(walk: tuple[Path, list[str], int]) -> None:
    room, states, events = walk
    assert events > 60
    for at in sorted(random.Random(7).sample(range(1, events + 1), 9)):
        survives(room, states, f"at-{at}", lambda tree, at=at: run_killed(tree, at))


@pytest.mark.slow
def test_every_boundary_survives_a_kill(walk: tuple[Path, list[str], int]) -> None:
    room, states, events = walk
    for at in range(1, events + 1):
        survives(room, states, f"at-{at}", lambda tree, at=at: run_killed(tree, at))


@pytest.mark.slow
@pytest.mark.parametrize("where", ["worktree", "in-place"])
def test_fifty_random_moments_survive_a_kill(tmp_path: Path, where: str) -> None:
    files = {**FILES, "migration.toml": plan(STEPS, "sleep 0.05", f'where = "{where}"')}
    tree = make_tree(tmp_path / "pristine", files)
    subprocess.run(["cp", "-a", "pristine", "whole"], cwd=tmp_path, check=True)
    whole = Tree(tmp_path / "whole")
    begin = time.monotonic()
    assert whole.spawn("apply").returncode == 0
    took = time.monotonic() - begin
    start = tree.git("rev-parse", "HEAD")
    commits = [start, *whole.git("rev-list", "--reverse", f"{start}..").split()]
    states = [whole.git("rev-parse", f"{commit}^{{tree}}") for commit in commits]
    dice = random.Random(11)

    def kill(tree: Tree) -> None:
        run = subprocess.Popen(
            [sys.executable, "-m", "migrate", "apply"], cwd=tree.root, stderr=subprocess.DEVNULL, start_new_session=True
        )
        time.sleep(dice.uniform(0.05, took))
        os.killpg(run.pid, signal.SIGKILL)
        run.wait()

    for number in range(50):
        survives(tmp_path, states, f"moment-{number}", kill)
