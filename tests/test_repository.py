"""What a repository can be: odd names, filters, hooks, settings, other checkouts; the transaction lands the same, or refuses."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_apply import APPEND, plan, wait_for
from trees import Tree, make_tree

from migrate.model import Change
from migrate.repository import BLOB, Repository, object_name, write_pack
from migrate.transaction import release_lock, take_lock

SHAPE = '''"""Write and remove files as told."""
from pathlib import PurePosixPath
from migrate.codemods import Codemod
from migrate.model import Change, Outcome
from migrate.options import Options as Base

class Shape(Codemod):
    class Options(Base):
        gone: list[str] = []
        made: dict[str, str] = {}
        modes: dict[str, int] = {}

    def run(self, workspace):
        paths = [PurePosixPath(name) for name in self.options.gone]
        changes = [workspace.change(path, None) for path in paths if workspace.exists(path)]
        for name, text in self.options.made.items():
            path, after = PurePosixPath(name), text.encode()
            before = workspace.read(path) if workspace.exists(path) else None
            mode = self.options.modes.get(name, workspace.mode(path))
            if before != after or workspace.mode(path) != mode:
                changes.append(Change(path, before, after, workspace.mode(path), mode))
        return Outcome(tuple(changes))
'''


def one_step(step: str, command: str = "true", more: str = "") -> str:
    """A plan with this step alone."""
    return plan(f'[[phase]]\nid = 1\n[[phase.step]]\nid = "1.1"\n{step}\n', command, more)


def append(*paths: str) -> str:
    """A step that appends a line to these files."""
    return f'codemod = "append"\npaths = {json.dumps(paths)}\nline = "z = 3"'


def shape(
    gone: Sequence[str] = (), made: Mapping[str, str] | None = None, modes: Mapping[str, int] | None = None
) -> str:
    """A step that removes, writes and changes the modes of files."""
    tables = [
        "{" + ", ".join(f"{json.dumps(key)} = {json.dumps(value)}" for key, value in (table or {}).items()) + "}"
        for table in (made, modes)
    ]
    return f'codemod = "shape"\ngone = {json.dumps(gone)}\nmade = {tables[0]}\nmodes = {tables[1]}'


FILES: dict[str, str | bytes] = {
    "codemods/append.py": APPEND,
    "codemods/shape.py": SHAPE,
    "src/pkg/__init__.py": "",
    "src/pkg/a.py": "x = 1\n",
    "migration.toml": one_step(append("src/pkg/a.py", "src/pkg/new.py")),
}


def project(root: Path, more: Mapping[str, str | bytes] | None = None, step: str = "") -> Tree:
    """A project of one step."""
    return make_tree(root, {**FILES, **({"migration.toml": one_step(step)} if step else {}), **(more or {})})


def check_out_again(tree: Tree) -> None:
    """Write all files anew, as the attributes and settings want them by now."""
    for name in tree.git("ls-files", "-z").split("\0"):
        if name:
            (tree.root / name).unlink()
    tree.git("reset", "-q", "--hard")


def lands(tree: Tree, folder: str = ".") -> None:
    """Apply commits byte for byte what the dry run printed, undo takes it back, and nothing else is touched."""
    objects = tree.git("count-objects", "-v")
    dry = tree.migrate("-C", folder, "apply", "--dry-run")
    assert dry.code == 0, dry.err
    assert tree.git("count-objects", "-v") == objects
    start = tree.git("rev-parse", "HEAD")
    index = tree.git("ls-files", "-s")
    answer = tree.migrate("-C", folder, "apply")
    assert answer.code == 0, answer.err
    assert dry.out.encode() == made_since(tree, start, folder)
    assert tree.git("status", "--porcelain") == ""
    assert {name.split(" ")[0] for name in tree.git("ls-files", "-v").splitlines()} == {"H"}
    undone = tree.migrate("-C", folder, "undo")
    assert undone.code == 0, undone.err
    assert made_since(tree, start, folder) == b""
    assert tree.git("status", "--porcelain") == ""
    assert set(index.splitlines()) <= set(tree.git("ls-files", "-s").splitlines())


def made_since(tree: Tree, start: str, folder: str = ".") -> bytes:
    """What the project's commits since then changed, without our records, whatever git is told to do with diffs."""
    plain = (
        "--binary",
        "--full-index",
        "--no-renames",
        "--no-ext-diff",
        "--no-color",
        "--src-prefix=a/",
        "--dst-prefix=b/",
    )
    command = [
        "git",
        "-c",
        "core.quotePath=true",
        "diff",
        *plain,
        "--dst-prefix=b/",
        start,
        "HEAD",
        "--",
        ".",
        ":(exclude).migrate",
    ]
    return subprocess.run(command, cwd=tree.root / folder, capture_output=True, check=True).stdout


def raw(tree: Tree, *words: str, **env: str) -> subprocess.CompletedProcess[bytes]:
    """`migrate` as a process of its own; its output may be no text."""
    command = [sys.executable, "-m", "migrate", *words]
    return subprocess.run(command, cwd=tree.root, capture_output=True, check=False, env={**os.environ, **env})


def refused(tree: Tree, expected: str, code: int, folder: str = ".") -> None:
    """Apply says this, and nothing has changed."""
    start = tree.git("rev-parse", "HEAD")
    answer = tree.migrate("-C", folder, "apply")
    assert expected in answer.err
    assert answer.code == code
    assert tree.git("rev-parse", "HEAD") == start
    assert tree.git("status", "--porcelain") == ""
    assert not (tree.root / ".git/migrate/intent.json").exists()


def test_line_ends_and_keywords_that_git_rewrites_land_as_the_dry_run_says(tmp_path: Path) -> None:
    attributes = "*.toml text eol=crlf\n*.gz text eol=crlf\n*.py ident\n"
    tree = project(tmp_path / "p", {".gitattributes": attributes, "src/pkg/a.py": "# $Id$\nx = 1\n"})
    tree.git("config", "core.autocrlf", "true")
    check_out_again(tree)
    assert b"\r\n" in (tree.root / "src/pkg/a.py").read_bytes()
    lands(tree)
    assert b"$Id: " in (tree.root / "src/pkg/a.py").read_bytes()


def test_a_clean_and_smudge_filter_sees_each_file_once_and_never_our_records(tmp_path: Path) -> None:
    tree = project(tmp_path / "p")
    tree.git("config", "filter.turn.clean", "tr a-z b-za")
    tree.git("config", "filter.turn.smudge", "tr b-za a-z")
    tree.write({".gitattributes": "src/** filter=turn\n*.gz filter=turn\n*.jsonl filter=turn\n"})
    tree.git("add", "--renormalize", ".")
    tree.commit()
    lands(tree)
    assert tree.git("show", "HEAD:src/pkg/a.py") == "y = 1"


ODD = (
    "src/pkg/new\nline.py",
    'src/pkg/quo"te.py',
    "src/pkg/ta\tb.py",
    "-dash.py",
    ":colon.py",
    "src/pkg/[x]*.py",
    "src/ pkg/trail ",
)


def test_odd_file_names_land(tmp_path: Path) -> None:
    more: dict[str, str | bytes] = dict.fromkeys((*ODD[:-1], "src/pkg/A.py"), "q = 1\n")
    tree = project(tmp_path / "p", more, append(*ODD, "src/pkg/A.PY", "src/pkg/a.py"))
    (tree.root / os.fsdecode(b"src/pkg/\xff\xfe.py")).write_text("x = 1\n")
    tree.commit()
    lands(tree)


@pytest.mark.parametrize("name", ["with\nline end\n", os.fsdecode(b'-\xff:"[x]*\\')], ids=["newline", "bytes"])
def test_odd_places_of_a_repository_are_none(tmp_path: Path, name: str) -> None:
    lands(project(tmp_path / name / name))


@pytest.mark.parametrize("name", ["-dash[x]*", ":(top)x"], ids=["dash", "colon"])
def test_odd_names_of_a_project_below_the_top_are_none(tmp_path: Path, name: str) -> None:
    files = {f"{name}/{file}": text for file, text in FILES.items()} | {"x/other.py": "1\n"}
    lands(make_tree(tmp_path / "p", files), name)


def test_files_become_folders_and_folders_files(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"src/d/one.py": "1\n", "src/d/two.py": "2\n", "src/f": "1\n"}
    step = shape(["src/d/one.py", "src/d/two.py", "src/f"], {"src/d": "file\n", "src/f/one.py": "x = 1\n"})
    lands(project(tmp_path / "p", files, step))


def test_executable_bits_and_symlinks_land_even_where_git_does_not_look_at_modes(tmp_path: Path) -> None:
    made = {"run.sh": "#!/bin/sh\n", "new.sh": "#!\n", "was.sh": "x\n", "link": "src"}
    modes = {"run.sh": 0o100755, "new.sh": 0o100755, "was.sh": 0o100644, "link": 0o120000}
    tree = project(tmp_path / "p", {"run.sh": "#!/bin/sh\n", "was.sh": "x\n"}, shape((), made, modes))
    (tree.root / "was.sh").chmod(0o755)
    tree.commit()
    tree.git("config", "core.fileMode", "false")
    lands(tree)


def test_a_step_that_deletes_everything_lands(tmp_path: Path) -> None:
    tree = project(tmp_path / "p", {}, shape([*FILES]))
    answer = tree.migrate("apply")
    assert answer.code == 0, answer.err
    assert {item.name for item in tree.root.iterdir()} == {".git", ".migrate"}
    assert tree.git("status", "--porcelain") == ""


HOSTILE = {
    "diff.noprefix": "true", "diff.external": "false", "color.ui": "always", "core.quotePath": "false", "diff.renames": "copies",
    "core.fsmonitor": "/nonexistent/hook", "core.untrackedCache": "true", "index.version": "4", "core.splitIndex": "true",
    "status.showUntrackedFiles": "no", "extensions.worktreeConfig": "true", "core.safecrlf": "true", "diff.relative": "true",
    "log.showSignature": "true", "grep.patternType": "fixed", "commit.cleanup": "strip", "commit.verbose": "true",
    "core.commentChar": "1", "i18n.commitEncoding": "latin1", "i18n.logOutputEncoding": "latin1", "apply.whitespace": "error",
    "commit.template": "/nonexistent", "core.ignoreCase": "true", "submodule.recurse": "true", "diff.mnemonicPrefix": "true",
}  # fmt: skip


def test_hostile_settings_of_the_user_change_nothing(tmp_path: Path) -> None:
    library = make_tree(tmp_path / "library", {"x.py": "1\n"})
    tree = project(tmp_path / "p")
    tree.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", str(library.root), "library")
    tree.commit()
    for key, value in HOSTILE.items():
        tree.git("config", key, value)
    lands(tree)
    assert tree.migrate("apply").code == 0
    assert "commit " in tree.migrate("status").out


def test_the_variables_of_a_git_hook_do_not_lead_us_elsewhere(tmp_path: Path) -> None:
    tree, other = project(tmp_path / "p"), project(tmp_path / "other")
    start = other.git("rev-parse", "HEAD")
    misleading = {
        "GIT_DIR": f"{other.root}/.git",
        "GIT_WORK_TREE": str(other.root),
        "GIT_INDEX_FILE": f"{other.root}/.git/index",
        "GIT_OBJECT_DIRECTORY": f"{other.root}/.git/objects",
        "GIT_PREFIX": "src/",
        "GIT_LITERAL_PATHSPECS": "1",
        "GIT_DIFF_OPTS": "-u0",
    }
    dry = raw(tree, "apply", "--dry-run", **misleading)
    begin = tree.git("rev-parse", "HEAD")
    answer = raw(tree, "apply", **misleading)
    assert answer.returncode == 0, answer.stderr
    assert dry.stdout == made_since(tree, begin)
    assert other.git("rev-parse", "HEAD") == start
    assert other.git("status", "--porcelain") == tree.git("status", "--porcelain") == ""


def test_linked_worktrees_shallow_clones_submodules_and_git_folders_elsewhere(tmp_path: Path) -> None:
    origin = project(tmp_path / "origin")
    origin.git("worktree", "add", "-q", "-b", "side", str(tmp_path / "linked"))
    lands(Tree(tmp_path / "linked"))
    above = make_tree(tmp_path / "above", {"README": ""})
    above.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", f"file://{origin.root}", "sub")
    above.commit()
    folder = f"--separate-git-dir={tmp_path / 'git'}"
    above.git("clone", "-q", "--depth=1", folder, f"file://{origin.root}", str(tmp_path / "shallow"))
    for tree in (Tree(above.root / "sub"), Tree(tmp_path / "shallow")):
        tree.git("config", "user.name", "A Tester")
        tree.git("config", "user.email", "tester@example.org")
        lands(tree)


def test_another_checkout_of_the_repository_keeps_its_interrupted_step(tmp_path: Path) -> None:
    tree = project(tmp_path / "p")
    tree.git("worktree", "add", "-q", "-b", "side", str(tmp_path / "side"))
    (tree.root / ".git/migrate").mkdir()
    intent = {"stage": "advance", "step": "1.1", "branch": "refs/heads/main", "base": "0", "commit": "1", "paths": []}
    (tree.root / ".git/migrate/intent.json").write_text(json.dumps(intent))
    assert Tree(tmp_path / "side").migrate("apply").code == 0
    assert (tree.root / ".git/migrate/intent.json").exists()


def test_a_checkout_that_git_does_not_look_at_whole_is_refused(tmp_path: Path) -> None:
    tree = project(tmp_path / "p", {"docs/x.md": "one\n"}, append("docs/x.md"))
    tree.git("sparse-checkout", "set", "--cone", "src", "codemods")
    refused(tree, "git does not look at docs/x.md", 2)
    assert tree.migrate("apply", "--dry-run").code == 2
    tree.git("sparse-checkout", "disable")
    tree.git("update-index", "--assume-unchanged", "docs/x.md")
    tree.write({"docs/x.md": "mine\n"})
    refused(tree, "git does not look at docs/x.md", 2)
    assert tree.read("docs/x.md") == "mine\n"


def test_a_root_that_git_does_not_track_is_refused(tmp_path: Path) -> None:
    tree = project(tmp_path / "p", {".gitignore": "/box/\n"})
    tree.write({f"box/{name}": text for name, text in FILES.items()})
    refused(tree, "git tracks nothing in", 2, "box")


def test_an_author_whom_git_does_not_know_is_asked_for_before_the_gate(tmp_path: Path) -> None:
    tree = project(tmp_path / "p")
    tree.git("config", "user.useConfigOnly", "true")
    tree.git("config", "--unset", "user.email")
    answer = raw(tree, "apply", HOME=str(tmp_path), GIT_CONFIG_GLOBAL=os.devnull)
    assert answer.returncode == 2
    assert b"git config user.name" in answer.stderr
    assert b"baseline" not in answer.stderr


@pytest.mark.parametrize("there", ["ignored", "symlink", "file", "records"])
def test_nothing_that_the_codemod_did_not_see_is_overwritten(tmp_path: Path, there: str) -> None:
    made = {"ignored": "x.log", "symlink": "link", "file": "src/pkg/a.py/b.py", "records": ".migrate/ledger.jsonl"}[
        there
    ]
    tree = project(tmp_path / "p", {".gitignore": "*.log\n"}, shape((), {made: "theirs\n"}))
    (tree.root / "link").symlink_to("src")
    tree.commit()
    tree.write({"x.log": "mine\n"})
    refused(tree, made, 1)
    assert tree.migrate("apply", "--dry-run").code == 2
    assert tree.read("x.log") == "mine\n"


def test_an_ignored_file_that_appears_while_a_step_is_judged_is_not_overwritten(tmp_path: Path) -> None:
    tree = project(tmp_path / "p", {".gitignore": "*.log\n"})
    tree.write({"migration.toml": one_step(shape((), {"x.log": "theirs\n"}), f"echo mine > '{tree.root}/x.log'")})
    tree.commit()
    refused(tree, "x.log appeared while step 1.1 was judged", 1)
    assert tree.read("x.log") == "mine\n"


def test_a_file_below_a_submodule_is_refused(tmp_path: Path) -> None:
    library = make_tree(tmp_path / "library", {"x.py": "1\n"})
    tree = project(tmp_path / "p", {}, append("library/x.py"))
    tree.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", str(library.root), "library")
    tree.commit()
    refused(tree, "library/x.py", 1)


def test_records_are_not_written_through_a_symlink(tmp_path: Path) -> None:
    tree = project(tmp_path / "p")
    (tmp_path / "outside").mkdir()
    (tree.root / ".migrate").symlink_to(tmp_path / "outside")
    tree.commit()
    refused(tree, ".migrate is a symlink", 2)
    assert list((tmp_path / "outside").iterdir()) == []


def test_a_branch_that_a_hook_holds_leaves_the_checkout_as_it_was(tmp_path: Path) -> None:
    tree = project(tmp_path / "p")
    hook = tree.root / ".git/hooks/reference-transaction"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text('#!/bin/sh\n[ "$1" = prepared ] && grep -q heads/main && { echo not today >&2; exit 1; }\nexit 0\n')
    hook.chmod(0o755)
    refused(tree, "not today", 1)
    assert tree.read("src/pkg/a.py") == "x = 1\n"


def test_a_checkout_that_can_be_written_only_in_part_is_brought_back(tmp_path: Path) -> None:
    tree = project(tmp_path / "p", {"src/pkg/gone.py": ""}, append("src/pkg/a.py", "src/pkg/new.py"))
    tree.git("config", "filter.picky.smudge", "case $(pwd) in */tree-*) cat;; *) exit 1;; esac")
    tree.git("config", "filter.picky.clean", "cat")
    tree.git("config", "filter.picky.required", "true")
    tree.write({".gitattributes": "src/pkg/new.py filter=picky\n"})
    tree.commit()
    refused(tree, "smudge filter picky failed", 1)
    assert tree.read("src/pkg/a.py") == "x = 1\n"


@pytest.mark.skipif(not shutil.which("setpriv"), reason="setpriv takes from root what an owner does not have")
@pytest.mark.parametrize("where", ["worktree", "in-place"])
def test_a_folder_that_cannot_be_written_leaves_all_as_it_was(tmp_path: Path, where: str) -> None:
    tree = project(tmp_path / "p")
    tree.write({"migration.toml": one_step(append("src/pkg/a.py", "src/new.py"), "true", f'where = "{where}"')})
    start = tree.commit()
    (tree.root / "src/pkg").chmod(0o555)
    bound = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.getuid() == 0 else []
    command = [*bound, sys.executable, "-m", "migrate", "apply"]
    done = subprocess.run(command, cwd=tree.root, capture_output=True, text=True, check=False)
    (tree.root / "src/pkg").chmod(0o755)
    assert done.returncode == 1, done.stderr
    assert "Permission denied" in done.stderr
    assert "Traceback" not in done.stderr
    assert (tree.git("rev-parse", "HEAD"), tree.git("status", "--porcelain")) == (start, "")
    assert not (tree.root / ".git/migrate/intent.json").exists()
    assert tree.migrate("apply").code == 0


def test_a_checkout_that_cannot_even_be_brought_back_is_finished_by_the_next_run(tmp_path: Path) -> None:
    tree = project(tmp_path / "p")
    (tmp_path / "full").touch()
    tree.git(
        "config", "filter.picky.smudge", f"case $(pwd) in */tree-*) cat;; *) test ! -e '{tmp_path}/full' && cat;; esac"
    )
    tree.git("config", "filter.picky.clean", "cat")
    tree.git("config", "filter.picky.required", "true")
    tree.write({".gitattributes": "src/pkg/*.py filter=picky\n"})
    tree.commit()
    assert tree.migrate("apply", "--keep-going").code == 1
    tree.git("gc", "-q", "--prune=now")
    (tmp_path / "full").unlink()
    answer = tree.migrate("apply")
    assert answer.code == 0, answer.err
    assert (tree.git("status", "--porcelain"), tree.git("log", "-1", "--format=%s")) == ("", "1.1: append")


def test_the_user_s_own_codemods_leave_no_bytecode_that_would_make_the_tree_dirty(tmp_path: Path) -> None:
    tree = project(tmp_path / "p")
    done = tree.spawn("apply", PYTHONDONTWRITEBYTECODE="")
    assert done.returncode == 0, done.stderr
    assert tree.git("status", "--porcelain") == ""


def test_an_in_place_commit_whose_hook_changed_the_judged_files_is_taken_back(tmp_path: Path) -> None:
    tree = project(tmp_path / "p", {"migration.toml": one_step(append("src/pkg/a.py"), more='where = "in-place"')})
    hook = tree.root / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho '# formatted' >> src/pkg/__init__.py\ngit add src/pkg/__init__.py\n")
    hook.chmod(0o755)
    refused(tree, "a commit hook changed the files", 1)


def test_another_git_at_work_is_waited_for_and_then_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("migrate.transaction.PATIENCE", 0.1)
    tree = project(tmp_path / "p")
    tree.write({"migration.toml": one_step(append("src/pkg/a.py"), f"touch '{tree.root}/.git/index.lock'")})
    tree.commit()
    refused(tree, "another git is at work", 1)


def killed_while_advancing(tree: Tree, stage: int) -> None:
    """What a kill leaves after none, half or all of the checkout's files reached the step's commit."""
    start = tree.git("rev-parse", "HEAD")
    assert tree.migrate("apply").code == 0
    commit = tree.git("rev-parse", "HEAD")
    tree.git("update-ref", "refs/heads/main", start)
    if stage < 2:
        tree.git("read-tree", start)
    if stage == 0:
        tree.git("reset", "-q", "--hard", start)
    tree.git("worktree", "add", "-q", "--detach", str(tree.root / ".git/migrate/tree-1"), commit)
    intent = {
        "stage": "advance",
        "step": "1.1",
        "branch": "refs/heads/main",
        "base": start,
        "commit": commit,
        "paths": [],
    }
    (tree.root / ".git/migrate/intent.json").write_text(json.dumps(intent))


@pytest.mark.parametrize("stage", [0, 1, 2])
def test_an_advance_over_files_and_folders_that_change_places_is_finished_after_a_kill(
    tmp_path: Path, stage: int
) -> None:
    files: dict[str, str | bytes] = {"src/d/one.py": "1\n", "src/f": "1\n", 'src/"q\n.py': "1\n", "l": "x"}
    made = {"src/d": "file\n", "src/f/one.py": "x\n", 'src/"q\n.py': "2\n", "n": "s"}
    step = shape(["src/d/one.py", "src/f"], made, {"n": 0o120000})
    tree = project(tmp_path / "p", files, step)
    killed_while_advancing(tree, stage)
    tree.git("gc", "-q", "--prune=now")
    answer = tree.migrate("apply")
    assert answer.code == 0, answer.err
    assert "finished it" in answer.err
    assert tree.git("status", "--porcelain") == ""
    assert tree.read("src/f/one.py") == "x\n"
    assert tree.git("log", "-1", "--format=%s") == "1.1: shape"


def test_what_somebody_wrote_after_a_kill_is_not_overwritten(tmp_path: Path) -> None:
    tree = project(tmp_path / "p", {"src/d/one.py": "1\n"}, shape(["src/d/one.py"], {"src/d": "file\n"}))
    killed_while_advancing(tree, 0)
    tree.write({"src/d/mine.py": "mine\n"})
    answer = tree.migrate("apply")
    assert answer.code == 2
    assert "src/d is a folder with files of yours" in answer.err
    assert tree.read("src/d/mine.py") == "mine\n"
    (tree.root / "src/d/mine.py").unlink()
    assert tree.migrate("apply").code == 0


def test_an_in_place_kill_before_the_first_write_leaves_folders_alone(tmp_path: Path) -> None:
    tree = project(tmp_path / "p", {"src/d/one.py": "1\n", "src/f": "1\n"})
    (tree.root / ".git/migrate").mkdir()
    paths = ["src/d", "src/d/one.py", "src/f", "src/f/one.py"]
    intent = {"stage": "in-place", "step": "1.1", "branch": "refs/heads/main", "base": tree.git("rev-parse", "HEAD")}
    record = json.dumps({**intent, "commit": "", "paths": paths})
    (tree.root / ".git/migrate/intent.json").write_text(record)
    answer = tree.migrate("apply")
    assert answer.code == 0, answer.err
    assert "undid what it had written" in answer.err


@pytest.mark.parametrize(
    ("where", "number"),
    [("worktree", signal.SIGTERM), ("in-place", signal.SIGHUP), ("in-place", signal.SIGINT)],
    ids=["SIGTERM", "SIGHUP", "Ctrl-C"],
)
def test_a_polite_end_in_a_slow_commit_hook_leaves_a_clean_tree(
    tmp_path: Path, where: str, number: signal.Signals
) -> None:
    tree = project(tmp_path / "p")
    tree.write({"migration.toml": one_step(append("src/pkg/a.py"), "true", f'where = "{where}"')})
    start = tree.commit()
    hook = tree.root / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\ntouch '{tmp_path}/begun'\nsleep 8\ntouch '{tmp_path}/outlived'\n")
    hook.chmod(0o755)
    command = [sys.executable, "-m", "migrate", "apply"]
    # A suite under nohup, or in the background of a script, hands on signals that are ignored; migrate would respect that.
    run = subprocess.Popen(
        command, cwd=tree.root, stderr=subprocess.PIPE, preexec_fn=lambda: signal.signal(number, signal.SIG_DFL)
    )
    wait_for((tmp_path / "begun").exists)
    began = time.monotonic()
    for _ in range(2 if number == signal.SIGINT else 1):  # an impatient user
        run.send_signal(number)
        time.sleep(0.1)
    _, err = run.communicate(timeout=30)
    assert time.monotonic() - began < 6
    assert run.returncode == (130 if number == signal.SIGINT else -number), err.decode()
    assert b"Traceback" not in err
    assert tree.git("rev-parse", "HEAD") == start
    assert tree.git("status", "--porcelain") == ""
    assert len(tree.git("worktree", "list").splitlines()) == 1
    assert not (tree.root / ".git/migrate/intent.json").exists()
    assert not (tree.root / ".git/index.lock").exists()


INTENTS = ["", "[]", "{}", '{"stage": "later", "step": "1", "branch": "b", "base": "c", "commit": "", "paths": []}']


def test_an_intent_of_another_version_is_told_with_the_file_to_remove(tmp_path: Path) -> None:
    tree = project(tmp_path / "p")
    (tree.root / ".git/migrate").mkdir()
    for text in INTENTS:
        (tree.root / ".git/migrate/intent.json").write_text(text)
        for verb in ("apply", "status"):
            answer = tree.migrate(verb)
            assert answer.code == 2
            assert "intent.json is not this version's record" in answer.err
            assert "rm " in answer.err


def test_damaged_records_are_told_by_name_and_nothing_is_a_traceback(tmp_path: Path) -> None:
    tree = project(tmp_path / "p")
    assert tree.migrate("apply").code == 0
    file = tree.root / ".migrate/ledger.jsonl"
    kept = file.read_bytes()
    for text, expected in (
        (b"<<<<<<< HEAD\n" + kept, "keep the lines of both sides"),
        (b"[]\n", "ledger.jsonl:1 is not a ledger line"),
        (kept.replace(b'"files":{', b'"files":"x","y":{'), "ledger.jsonl:1 is not a ledger line"),
        (b"\xff\n", "ledger.jsonl is damaged"),
    ):
        file.write_bytes(text)
        answer = tree.migrate("status")
        assert answer.code == 2
        assert expected in answer.err
    file.write_bytes(kept)
    undo = tree.root / ".migrate/undo/1.1.patch.gz"
    for spoil in (lambda: undo.write_bytes(b"junk"), lambda: undo.write_bytes(b"\x1f\x8b\x08"), undo.unlink):
        spoil()
        tree.commit()
        answer = tree.migrate("undo")
        assert answer.code == 2
        assert "the reverse diff .migrate/undo/1.1.patch.gz cannot be read" in answer.err


def test_a_baseline_that_waits_and_is_damaged_is_taken_anew(tmp_path: Path) -> None:
    tree = project(tmp_path / "p")
    (tree.root / ".git/migrate").mkdir()
    (tree.root / ".git/migrate/baseline.json").write_text('{"key')
    assert tree.migrate("apply").code == 0


def test_ledgers_of_two_branches_merge_by_themselves(tmp_path: Path) -> None:
    steps = "".join(
        f'[[phase]]\nid = {n}\n[[phase.step]]\nid = "{n}"\n{append(f"src/pkg/{n}.py")}\n' for n in (1, 2, 3)
    )
    tree = project(tmp_path / "p", {"migration.toml": plan(steps)})
    assert tree.migrate("apply", "--step", "1").code == 0
    tree.git("switch", "-q", "-c", "side")
    assert tree.migrate("apply", "--step", "2").code == 0
    tree.git("switch", "-q", "main")
    assert tree.migrate("apply", "--step", "3").code == 0
    tree.git("merge", "-q", "-m", "Both", "side")
    assert json.loads(tree.migrate("status", "--format", "json").out)["steps"][1]["state"] == "done"
    assert tree.migrate("apply").code == 0
    assert tree.migrate("undo", "--step", "2").code == 0


def test_a_step_that_was_asked_for_and_is_blocked_is_an_answer_of_no(tmp_path: Path) -> None:
    steps = f'[[phase]]\nid = 1\n[[phase.step]]\nid = "1"\n{append("a.py")}\n[[phase.step]]\nid = "2"\n{append("b.py")}\nneeds = ["1"]\n'
    tree = project(tmp_path / "p", {"migration.toml": plan(steps)})
    answer = tree.migrate("apply", "--step", "2", "--format", "json")
    assert answer.code == 1
    assert "2  blocked: needs 1" in answer.err
    assert json.loads(answer.out)["left_out"] == [{"step": "2", "state": "blocked", "why": "needs 1"}]
    assert tree.migrate("apply", "--step", "2", "--dry-run").code == 1


def test_closed_and_full_streams_are_no_traceback(tmp_path: Path) -> None:
    tree = project(tmp_path / "p", {}, shape((), {"big.txt": "line\n" * 30_000}))
    for streams, code in (("2>&-", 0), (">&- 2>&-", 0), (">/dev/full", 2), ("| head -c 1", 0)):
        command = f"set -o pipefail; {sys.executable} -m migrate apply --dry-run {streams}"
        done = subprocess.run(["bash", "-c", command], cwd=tree.root, capture_output=True, check=False)
        assert b"Traceback" not in done.stderr
        assert done.returncode == code, streams
        assert b"\x1b" not in done.stdout + done.stderr


def test_a_step_of_many_files_starts_no_git_for_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"src/pkg/many/f{number}.py" for number in range(400)]
    tree = project(tmp_path / "p", dict.fromkeys(names, ""), shape(names))
    monkeypatch.setenv("GIT_TRACE", str(tmp_path / "trace"))
    for words in (["apply", "--dry-run"], ["apply"], ["undo"]):
        assert tree.migrate(*words).code == 0
    assert (tmp_path / "trace").read_text().count("trace: built-in") < 200


def test_a_worker_that_outlives_a_killed_run_does_not_hold_its_lock(tmp_path: Path) -> None:
    script = """
import os, signal, sys, time
from pathlib import Path
from migrate.transaction import take_lock
take_lock(Path(sys.argv[1]))
if os.fork() == 0:
    print("begun", flush=True)
    time.sleep(30)
    os._exit(0)
time.sleep(30)
"""
    run = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path / "lock")], stdout=subprocess.PIPE, start_new_session=True
    )
    try:
        assert run.stdout is not None
        assert run.stdout.readline() == b"begun\n"
        run.kill()
        run.wait()
        began = time.monotonic()
        release_lock(take_lock(tmp_path / "lock"))
        assert time.monotonic() - began < 3
    finally:
        os.killpg(run.pid, signal.SIGKILL)


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_a_dry_run_gives_git_s_own_diff_whatever_objects_are_named_by(tmp_path: Path, algorithm: str) -> None:
    room = tmp_path / algorithm
    room.mkdir()
    subprocess.run(["git", "init", "-q", f"--object-format={algorithm}"], cwd=room, check=True)
    texts = {"a.py": "x = 1\n", "b.py": "x = 1\n", "empty.py": "", "long.py": "y = 2\n" * 9000, "gone.py": "z = 0\n"}
    for name, text in texts.items():
        (room / name).write_text(text)
    subprocess.run(["git", "add", "-A"], cwd=room, check=True)
    subprocess.run(["git", "commit", "-qm", "one"], cwd=room, check=True)
    (room / "b.py").write_text("x = 2\n")  # not as committed
    after = {
        "a.py": b"x = 3\n",
        "b.py": b"x = 3\n",
        "new.py": b"x = 3\n",
        "long.py": b"y = 3\n" * 9000,
        "gone.py": None,
    }
    changes = []
    for name, text in after.items():
        before = (room / name).read_bytes() if (room / name).exists() else None
        changes.append(Change(PurePosixPath(name), before, text))
    with Repository.of(room).diffing() as diff_of:
        diff = diff_of(changes)
    assert b"-x = 2\n+x = 3" in diff, "what lies there is the old side, committed or not"
    subprocess.run(["git", "apply", "-"], cwd=room, input=diff, check=True)
    assert {name: (room / name).read_bytes() if text else None for name, text in after.items()} == after
    assert not (room / "gone.py").exists()
    assert not list((room / ".git" / "migrate").glob("dry-*"))


@pytest.mark.parametrize("prefix", ["", "some/project"])
@pytest.mark.parametrize("attributes", ["", "*.py diff=python\n*.dat -diff\n", "*.txt text\n"])
def test_the_diff_of_a_dry_run_is_git_s_own_of_the_same_edits(tmp_path: Path, prefix: str, attributes: str) -> None:
    room = tmp_path / prefix
    room.mkdir(parents=True, exist_ok=True)
    body = "".join(f"        line({number})\n" for number in range(30))
    there = {
        "a.py": f"class A:\n    def f(self):\n{body}\n        last()\n",
        "pkg/b.py": "x = 1",
        "pkg/sub/c.dat": "one\n",
        "pkg-more.txt": "two\n",
        "pkg.txt": "three\n",
        "was_a_file": "four\n",
        "ü n.py": "five = 5\n",
    }
    for name, text in there.items():
        (room / name).parent.mkdir(parents=True, exist_ok=True)
        (room / name).write_text(text)
    if attributes:
        (tmp_path / ".gitattributes").write_text(attributes)
        (room / "pkg" / ".gitattributes").write_text("b.py -diff\n")
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    subprocess.run(["git", "add", "-A"], cwd=tmp_path, check=True)
    subprocess.run(["git", "commit", "-qm", "one"], cwd=tmp_path, check=True)
    after: dict[str, bytes | None] = {
        "a.py": there["a.py"].replace("last", "end").encode(),
        "pkg/b.py": b"x = 2\n",
        "pkg/sub/c.dat": b"1\n",
        "pkg-more.txt": None,
        "pkg.txt": b"3\n",
        "was_a_file": None,
        "was_a_file/now/a_folder.py": b"deep\n",
        "pkg/sub/new.py": b"",
        "ü n.py": b"\0\1binary",
    }
    changes = [
        Change(PurePosixPath(name), there[name].encode() if name in there else None, text)
        for name, text in after.items()
    ]
    changes[4] = replace(changes[4], after_mode=0o100755)
    with Repository.of(room).diffing() as diff_of:
        diff = diff_of(changes)
    repository = Repository.of(room)
    repository.lay(sorted(changes, key=lambda change: change.path))
    assert diff == repository.staged_diff()
    assert b"100755" in diff


@settings(max_examples=20, deadline=None)
@given(st.lists(st.binary(max_size=5000), min_size=1, max_size=8, unique=True))
def test_a_pack_of_any_blobs_is_one_that_git_can_read(texts: list[bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["git", "init", "-q", folder], check=True)
        blobs = {object_name(BLOB, text, "sha1"): (BLOB, text) for text in texts}
        write_pack(Path(folder, ".git", "objects"), blobs, "sha1")
        (index,) = Path(folder, ".git", "objects", "pack").glob("*.idx")
        subprocess.run(["git", "verify-pack", index], cwd=folder, check=True, capture_output=True)
        for name, (_, text) in blobs.items():
            said = subprocess.run(["git", "cat-file", "blob", name.hex()], cwd=folder, check=True, capture_output=True)
            assert said.stdout == text
