"""The reference output: what the plan makes of legacy_runtime/ is what stands in target_runtime/ and csrc/.

`python tests/reference.py` writes it there (`make reference`); with `--check` it only says where they differ first.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path

from trees import REPO, Tree, make_tree

LEGACY = "legacy_runtime"
PLACES = {"runtime": "target_runtime/runtime", "tests": "target_runtime/tests", "csrc": "csrc"}
"""Folders of the migrated tree, and where their content stands in this repository."""
PLAN = "migration.toml"


def known(root: Path, *paths: str) -> list[str]:
    """The files below these paths that git knows or would add, as they are on the disk now."""
    words = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *paths]
    listed = subprocess.run(words, cwd=root, check=True, capture_output=True, text=True).stdout.split("\0")
    return sorted({name for name in listed if name and (root / name).is_file()})


def scratch(folder: Path) -> Tree:
    """legacy_runtime/ as it is now, in a repository of its own, with the plan."""
    for name in known(REPO, LEGACY, ".gitignore"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(REPO / name, folder / name)
    tree = make_tree(folder, {})
    return Tree(tree.root / LEGACY)


def carried_out(tree: Tree, diff: str) -> dict[str, bytes]:
    """The files of the tree with the diff of a dry run applied, which this writes."""
    words = ["git", "apply", "--whitespace=nowarn", "-"]
    subprocess.run(words, cwd=tree.root.parent, input=diff.encode(), check=True)
    return placed(tree)


def placed(tree: Tree) -> dict[str, bytes]:
    """The files of the migrated tree under the paths that they have in this repository."""
    found = {}
    for folder, place in PLACES.items():
        for name in known(tree.root, folder):
            found[place + name.removeprefix(folder)] = (tree.root / name).read_bytes()
    return found


def reference() -> dict[str, bytes]:
    """What stands in this repository now."""
    return {name: (REPO / name).read_bytes() for name in known(REPO, *PLACES.values())}


def plan_at_the_top() -> bytes:
    """The plan as it stands at the top of this repository: that of the legacy tree with another root."""
    text = (REPO / LEGACY / PLAN).read_bytes()
    return text.replace(b'\nroot   = "."', b'\nroot   = "%b"' % LEGACY.encode(), 1).replace(
        b"schema ../", b"schema ./", 1
    )


def differences(wanted: dict[str, bytes], there: dict[str, bytes]) -> Iterator[str]:
    """Each file that is not the same on both sides, with the diff from what is there to what is wanted."""
    for name in sorted(wanted.keys() | there.keys()):
        one, two = there.get(name), wanted.get(name)
        if one != two:
            texts = [(text or b"").decode("utf-8", "replace").splitlines(keepends=True) for text in (one, two)]
            sides = (name if one is not None else "/dev/null", f"migrated {name}" if two is not None else "/dev/null")
            yield "".join(unified_diff(*texts, *sides)) or f"{name} differs in its bytes alone\n"


def main(check: bool) -> int:
    """Carry the plan out without its gate, and write the result, or say what differs."""
    with tempfile.TemporaryDirectory() as folder:
        tree = scratch(Path(folder) / "scratch")
        words = [sys.executable, "-m", "migrate", "-C", str(tree.root), "apply", "--dry-run"]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        if done.returncode:
            print(done.stderr, file=sys.stderr)
            return 1
        wanted = carried_out(tree, done.stdout)
    wanted[PLAN] = plan_at_the_top()
    there = reference() | {PLAN: (REPO / PLAN).read_bytes()}
    found = list(differences(wanted, there))
    if check:
        print(found[0] if found else "the reference is what the plan makes", end="" if found else "\n")
        return bool(found)
    for name in there.keys() - wanted.keys():
        (REPO / name).unlink()
    for name, data in wanted.items():
        if there.get(name) != data:
            (REPO / name).parent.mkdir(parents=True, exist_ok=True)
            (REPO / name).write_bytes(data)
    print(f"{len(found)} files of the reference were written" if found else "the reference was as it should be")
    return 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
