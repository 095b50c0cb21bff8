"""The check `tests` on suites as they are in the world: red before, flaky, parallel, oddly configured, stuck, crashing."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import pytest
from gated import RUN, Project, red

from migrate.errors import MigrateError
from migrate.model import Move, Removal
from migrate.plan import GateTable
from migrate.workspace import Layout

LIB = {
    "src/lib/__init__.py": "",
    "src/lib/a.py": "def f():\n    return 1\n",
    "src/lib/b.py": "def g():\n    return 2\n",
    "tests/test_a.py": "from lib.a import f\n\ndef test_f():\n    assert f() == 1\n",
    "tests/test_b.py": "from lib.b import g\n\ndef test_g():\n    assert g() == 2\n",
    ".gitignore": "__pycache__/\n.pytest_cache/\n",
}
ONLY_TESTS = ("tests",)


def gate(run: str = RUN, timeout: str = "60s", **more: object) -> GateTable:
    return GateTable(run=run, timeout=timeout, checks=ONLY_TESTS, **more)  # type: ignore[arg-type]


def lib(tmp_path: Path, files: dict[str, str | None] | None = None, **given: object) -> Project:
    given.setdefault("gate", gate())
    return Project.make(tmp_path / "lib", {**LIB, **(files or {})}, **given)  # type: ignore[arg-type]


BROKEN = {"src/lib/b.py": "def g():\n    return 3\n"}


def test_a_test_that_a_step_breaks_is_named_with_its_error(tmp_path: Path) -> None:
    told = lib(tmp_path).step(BROKEN)["tests"]
    assert not told.ok
    assert told.evidence[0].startswith("tests/test_b.py::test_g: fails: assert 3 == 2")
    assert len(told.evidence) > len(told.named) == 1  # the log's tail is kept, and no terminal needs it
    assert str(tmp_path) not in str(told)


def test_a_suite_that_failed_before_is_no_obstacle_and_only_what_the_step_breaks_counts(tmp_path: Path) -> None:
    project = lib(tmp_path, {
        "tests/test_0.py": "def test_red():\n    assert False\n",
        "tests/test_00.py": "import nothing_of_that_name\n\ndef test_x(): pass\n",
        "setup.cfg": "[tool:pytest]\naddopts = -x --maxfail=1\n",
    })  # fmt: skip
    assert project.baseline.tests is not None
    assert project.baseline.tests.passed == {"tests/test_a.py::test_f", "tests/test_b.py::test_g"}
    assert project.baseline.tests.failed == {"tests/test_0.py::test_red", "tests/test_00.py"}
    assert red(project.judge()) == {}
    assert "1 tests broken" in red(project.step(BROKEN))["tests"]


def test_a_new_test_that_fails_is_red(tmp_path: Path) -> None:
    told = red(lib(tmp_path).step({"tests/test_c.py": "def test_new():\n    assert 0\n"}))["tests"]
    assert "tests/test_c.py::test_new: fails, and did not before" in told


def test_a_flaky_test_is_noted_and_not_red(tmp_path: Path) -> None:
    flaky = """
        import os, pathlib
        from lib.a import f

        def test_now_and_then():
            seen = pathlib.Path(os.environ["SEEN"])
            runs = len(seen.read_text()) if seen.exists() else 0
            seen.write_text("." * (runs + 1))
            assert runs != 1
        """
    os.environ["SEEN"] = str(tmp_path / "seen")
    try:
        project = lib(tmp_path, {"tests/test_flaky.py": flaky})
        verdict = project.judge()["tests"]
    finally:
        del os.environ["SEEN"]
    assert verdict.ok
    assert verdict.evidence[0].startswith("flaky: tests/test_flaky.py::test_now_and_then passes when it is run again")


def test_a_test_that_fails_on_the_tree_before_as_well_is_not_the_steps_fault(tmp_path: Path) -> None:
    project = lib(tmp_path, {
        "tests/test_net.py": "import os\n\ndef test_net():\n    assert 'NO_NET' not in os.environ\n",
    })  # fmt: skip
    before = project.copy(tmp_path / "before")
    os.environ["NO_NET"] = "1"
    try:
        assert red(project.judge()), "there is no second tree to ask"
        verdict = project.judge(before=lambda: before.root)["tests"]
        broken = project.judge(project.write(BROKEN), before=lambda: before.root)
    finally:
        del os.environ["NO_NET"]
    assert verdict.ok
    assert "not this step's fault: tests/test_net.py::test_net" in verdict.evidence[0]
    assert "1 tests broken" in red(broken)["tests"]


def test_a_tree_before_that_cannot_run_the_tests_excuses_nothing(tmp_path: Path) -> None:
    project = lib(tmp_path)
    before = project.copy(tmp_path / "before")
    before.write({"tests/conftest.py": "raise SystemError('not built')\n"})
    assert "1 tests broken" in red(project.step(BROKEN, before=lambda: before.root))["tests"]


def test_parallel_tests_are_recorded_as_others_are(tmp_path: Path) -> None:
    project = lib(tmp_path, {"pytest.ini": "[pytest]\naddopts = -p xdist -n 2 --maxfail=1\n"})
    assert project.baseline.tests is not None
    assert len(project.baseline.tests.passed) == 2
    assert red(project.judge()) == {}
    assert "tests/test_b.py::test_g: fails" in red(project.step(BROKEN, full=True))["tests"]
    assert project.dirty().strip() in ("", "M src/lib/b.py")


ODD = {
    "strict options": {"pytest.ini": "[pytest]\naddopts = --strict-markers --strict-config -p no:cacheprovider -W error\n"},
    "importlib": {"pytest.ini": "[pytest]\naddopts = --import-mode=importlib --ff --durations=2 -ra\n"},
    "last failed": {"pytest.ini": "[pytest]\naddopts = --lf --sw\ncache_dir = .cache\n"},
    "a conftest that takes plugins away": {
        "tests/conftest.py": "def pytest_configure(config):\n    config.pluginmanager.set_blocked('doctest')\n",
        "pytest.ini": "[pytest]\naddopts = -p no:terminalreporter -p no:logging\n",
    },
    "a conftest that sorts and chdirs": {
        "tests/conftest.py": "import os, tempfile\n\ndef pytest_collection_modifyitems(items):\n    items.reverse()\n"
        "\n\ndef pytest_sessionstart():\n    os.chdir(tempfile.gettempdir())\n",
    },
    "a root of its own": {"tests/pytest.ini": "[pytest]\n"},
}  # fmt: skip


@pytest.mark.parametrize("odd", ODD)
def test_odd_options_and_conftests_change_no_id(tmp_path: Path, odd: str) -> None:
    run = f"{RUN} tests" if "tests/pytest.ini" in ODD[odd] else RUN
    project = lib(tmp_path, ODD[odd], gate=gate(run))
    assert project.baseline.tests is not None
    assert project.baseline.tests.passed == {"tests/test_a.py::test_f", "tests/test_b.py::test_g"}
    assert project.dirty() == ""
    assert "tests/test_b.py::test_g: fails" in red(project.step(BROKEN))["tests"]


def test_ids_that_change_from_run_to_run_are_compared_without_what_changes_or_left_out(tmp_path: Path) -> None:
    text = """
        import os, time, uuid
        import pytest

        @pytest.mark.parametrize("x", [object()], ids=repr)
        def test_address(x): pass

        @pytest.mark.parametrize("x", [str(uuid.uuid4())])
        def test_uuid(x): pass

        @pytest.mark.parametrize("x", [str(time.time_ns())])
        def test_clock(x): pass

        @pytest.mark.parametrize("x", [os.path.abspath(__file__)])
        def test_place(x): pass
        """
    project = lib(tmp_path, {"tests/test_ids.py": text})
    assert project.baseline.tests is not None
    assert sorted(name for name in project.baseline.tests.passed if "test_ids" in name) == [
        "tests/test_ids.py::test_address[<object object at 0x?>]",
        "tests/test_ids.py::test_place[tests/test_ids.py]",
        "tests/test_ids.py::test_uuid[uuid?]",
    ]
    assert len(project.baseline.tests.unstable) == 1
    assert red(project.judge()) == {}


def test_an_installed_copy_never_stands_in_for_the_judged_tree(tmp_path: Path) -> None:
    project = lib(tmp_path)
    other = project.copy(tmp_path / "checkout")
    project.write(BROKEN)
    os.environ["PYTHONPATH"] = str(other.root / "src")
    try:
        assert "1 tests broken" in red(project.judge())["tests"], "the environment's path comes last"
        trap = f"import sys\nsys.path.insert(0, {str(other.root / 'src')!r})\n"
        told = red(project.step({"tests/conftest.py": trap}))["tests"]
    finally:
        del os.environ["PYTHONPATH"]
    assert "the tests do not test this tree" in told
    assert f"lib.a was imported from {other.root / 'src/lib/a.py'}" in told
    with pytest.raises(MigrateError, match="do not test this tree"):
        project.take()


def test_a_command_that_is_not_done_in_time_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    stuck = f"""
        import os, signal, subprocess, sys, time

        def test_stuck():
            child = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
            process = subprocess.Popen([sys.executable, "-c", child])
            open({str(tmp_path / "pid")!r}, "w").write(str(process.pid))
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            time.sleep(600)
        """
    project = lib(tmp_path, gate=gate(timeout="4s"))
    started = time.monotonic()
    told = red(project.step({"tests/test_stuck.py": stuck}))["tests"]
    assert "was stopped after 4 s, in tests/test_stuck.py::test_stuck" in told
    assert time.monotonic() - started < 20
    time.sleep(0.2)
    assert not alive(int((tmp_path / "pid").read_text()))


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_ctrl_c_ends_the_running_command_and_is_passed_on(tmp_path: Path) -> None:
    slow = f"""
        import os, time

        def test_slow():
            open({str(tmp_path / "pid")!r}, "w").write(str(os.getpid()))
            os.kill({os.getpid()}, {int(signal.SIGUSR1)})
            time.sleep(600)
        """
    project = lib(tmp_path)

    def interrupt(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGUSR1, interrupt)
    try:
        with pytest.raises(KeyboardInterrupt):
            project.step({"tests/test_slow.py": slow})
    finally:
        signal.signal(signal.SIGUSR1, before)
    assert not alive(int((tmp_path / "pid").read_text()))


def test_a_crash_is_red_and_says_where(tmp_path: Path) -> None:
    crash = "import os, signal\n\ndef test_crash():\n    os.kill(os.getpid(), signal.SIGSEGV)\n"
    told = red(lib(tmp_path).step({"tests/test_crash.py": crash}))["tests"]
    assert "pytest did not get to its end (killed by SIGSEGV), in tests/test_crash.py::test_crash" in told


@pytest.mark.parametrize(
    ("run", "files", "named"),
    [
        (RUN, {"tests/test_a.py": None, "tests/test_b.py": None}, "ran no test"),
        (f"{RUN} --no-such-option", {}, "exit 4"),
        ("true", {}, "ran no pytest that our recorder could join"),
        ("no-such-program", {}, "exit 127"),
        (RUN, {"conftest.py": "raise ValueError('no')\n"}, "ValueError: no"),
    ],
)
def test_a_suite_that_does_not_run_at_all_gives_no_baseline_and_no_green(
    tmp_path: Path, run: str, files: dict[str, str | None], named: str
) -> None:
    project = lib(tmp_path)
    project.gate = gate(run)
    told = red(project.step(files, full=True))["tests"]
    assert named in told or (files and "vanished" in told)
    with pytest.raises(MigrateError, match="no baseline can be taken") as caught:
        project.take()
    assert named in str(caught.value)


def test_a_wrapper_may_run_pytest_several_times(tmp_path: Path) -> None:
    make = f"test:\n\t{RUN} tests/unit\n\t{RUN} tests/whole\n"
    project = lib(
        tmp_path,
        {
            "Makefile": make,
            "tests/unit/test_u.py": "from lib.a import f\n\ndef test_u(): f()\n\ndef test_red(): assert 0\n",
            "tests/whole/test_w.py": "from lib.b import g\n\ndef test_w(): assert g() == 2\n",
        },
        gate=gate("make test"),
    )
    assert project.baseline.tests is not None
    assert project.baseline.tests.passed == {"tests/unit/test_u.py::test_u", "tests/whole/test_w.py::test_w"}
    verdict = project.step(BROKEN)["tests"]
    assert "tests/whole/test_w.py::test_w: fails" in "\n".join(verdict.evidence)
    assert verdict.metrics["files"] == 1


def test_tests_of_pytest_plugins_keep_their_inner_sessions_to_themselves(tmp_path: Path) -> None:
    inner = """
        def test_inner(pytester):
            pytester.makepyfile(test_x="def test_red(): assert 0\\ndef test_other(): assert 0")
            pytester.runpytest_subprocess("-x").assert_outcomes(failed=1)
            assert pytester.runpytest_inprocess("--maxfail=1").ret == 1
        """
    project = lib(tmp_path, {"conftest.py": "pytest_plugins = ['pytester']\n", "tests/test_inner.py": inner})
    assert project.baseline.tests is not None
    assert "tests/test_inner.py::test_inner" in project.baseline.tests.passed
    assert not project.baseline.tests.failed


@pytest.mark.parametrize("source", [("src",), (".", "src"), ()])
def test_only_tests_that_can_notice_run_after_a_step(tmp_path: Path, source: tuple[str, ...]) -> None:
    project = lib(tmp_path, {
        "src/lib/c.py": "def h():\n    from lib.b import g\n    return g()\n",
        "tests/test_c.py": "from lib.c import h\n\ndef test_h():\n    assert h() == 2\n",
        "tests/test_string.py": "import importlib\n\ndef test_s():\n    importlib.import_module('lib.b')\n",
        "tests/sub/conftest.py": "import pytest\n\n@pytest.fixture\ndef two():\n    import lib.b\n    return lib.b.g()\n",
        "tests/sub/test_sub.py": "def test_two(two):\n    assert two == 2\n",
        "src/lib/late.py": "import lib.b\n",
        "tests/helpers.py": "import lib.b\n",
        "tests/test_helped.py": "import helpers\n\ndef test_helped():\n    assert helpers\n",
        "tests/test_settings.py": "WHERE = 'lib.late'\n\ndef test_where():\n    assert WHERE\n",
    }, layout=Layout(source=source))  # fmt: skip
    verdict = project.step({"src/lib/b.py": "def g():\n    return 2 + 0\n"})["tests"]
    assert (verdict.ok, verdict.metrics["passed"]) == (True, 6)
    assert verdict.summary == "6 tests pass, those that can notice the step"
    verdict = project.step({"README.md": "x\n", "src/lib/b.py": "def g():\n    return 2\n"})["tests"]
    assert verdict.metrics["passed"] == 7, "whatever is no Python may matter to any test"
    assert project.step({"src/lib/new.py": ""})["tests"].metrics["passed"] == 1, "a test that imports by computed names"
    (project.root / "tests/test_string.py").unlink()
    assert (
        project.step({"src/lib/c2.py": ""}, removals=[Removal("tests/test_string.py", "")])["tests"].summary
        == "no test can notice the step"
    )


def test_a_test_file_that_vanished_is_noticed_though_only_some_tests_run(tmp_path: Path) -> None:
    told = red(lib(tmp_path).step({"tests/test_b.py": None}))["tests"]
    assert "tests/test_b.py::test_g: vanished" in told


MOVES = {
    "a file": ({"tests/test_b.py": None, "tests/unit/test_b.py": LIB["tests/test_b.py"]},
               [Move("tests.test_b", "tests.unit.test_b", "module")]),
    "a file below its own root": ({"tests/test_b.py": None, "tests/test_bb.py": LIB["tests/test_b.py"]},
                                  [Move("test_b", "test_bb", "module")]),
    "a file by its path": ({"tests/test_b.py": None, "tests/unit/test_b.py": LIB["tests/test_b.py"]},
                           [Move("tests/test_b.py", "tests/unit/test_b.py", "module")]),
    "a function": ({"tests/test_b.py": LIB["tests/test_b.py"].replace("test_g", "test_gg")},
                   [Move("tests.test_b.test_g", "tests.test_b.test_gg")]),
    "a function into a class elsewhere": (
        {"tests/test_b.py": None,
         "tests/test_z.py": "from lib.b import g\n\nclass TestB:\n    def test_gg(self):\n        assert g() == 2\n"},
        [Move("tests.test_b.test_g", "tests.test_z.TestB.test_gg")]),
}  # fmt: skip


@pytest.mark.parametrize("what", MOVES)
def test_a_test_that_a_recorded_move_took_elsewhere_is_found_there(tmp_path: Path, what: str) -> None:
    files, moves = MOVES[what]
    project = lib(tmp_path)
    verdict = project.step(files, moves=moves)["tests"]
    assert (red({"tests": verdict}), verdict.metrics["gained"]) == ({}, [])
    assert red(project.judge(moves=moves)) == {}
    assert "vanished" in red(project.judge())["tests"]


def test_parameters_that_name_moved_modules_are_followed(tmp_path: Path) -> None:
    text = (
        "import importlib\nimport pytest\n\n@pytest.mark.parametrize('m', ['lib.a', 'lib.b'])\n"
        "def test_m(m):\n    importlib.import_module(m)\n"
    )
    project = lib(tmp_path, {"tests/test_m.py": text})
    files = {"src/lib/b.py": None, "src/lib/c.py": LIB["src/lib/b.py"]}
    files |= {
        f"tests/test_{x}.py": t.replace("lib.b", "lib.c") for x, t in (("m", text), ("b", LIB["tests/test_b.py"]))
    }
    assert red(project.step(files, moves=[Move("lib.b", "lib.c", "module")])) == {}


def test_a_declared_removal_excuses_a_test(tmp_path: Path) -> None:
    project = lib(tmp_path)
    removals = [Removal("tests/test_b.py::*", "b goes")]
    assert red(project.step({"tests/test_b.py": None}, removals=removals)) == {}


def test_commands_must_end_with_zero_and_preparing_comes_first(tmp_path: Path) -> None:
    table = GateTable(
        run=RUN,
        timeout="60s",
        checks=("tests", "command"),
        prepare="echo built > built.txt",
        commands={"built": "test -f built.txt", "lint it": "echo bad line 3; exit 3"},
    )
    project = lib(tmp_path, gate=table)
    verdicts = project.judge()
    assert verdicts["tests"].ok
    assert (
        red(verdicts)["command"] == "lint it did not end with 0\nlint it: `echo bad line 3; exit 3`: exit 3\nbad line 3"
    )
    project.gate = table.model_copy(update={"prepare": "echo no compiler; exit 1"})
    assert red(project.judge()) == {"prepare": "`echo no compiler; exit 1`: exit 1\nno compiler"}


def test_a_flat_project_is_judged_from_its_root(tmp_path: Path) -> None:
    project = Project.make(
        tmp_path / "flat",
        {
            "flat.py": "def f(): return 1\n",
            "test_flat.py": "import flat\n\ndef test_f():\n    assert flat.f()\n",
            "setup.py": "1/0\n",
        },
        gate=GateTable(run=RUN, timeout="60s"),
        layout=Layout(),
    )
    assert red(project.judge()) == {}
    assert list(project.baseline.api) == ["flat"]
    assert "flat.f is lost" in red(project.step({"flat.py": "def g(): return 1\n"}))["api"]


def test_the_interpreter_is_the_one_that_the_run_command_names(tmp_path: Path) -> None:
    from migrate.gate.commands import interpreter

    script = tmp_path / "bin dir" / "pytest"
    script.parent.mkdir()
    script.write_text(f"#!/bin/sh\n'''exec' \"{sys.executable}\" \"$0\" \"$@\"\n' '''\n")
    script.chmod(0o755)
    plain = tmp_path / "pytest"
    plain.write_text(f"#!{sys.executable}\n")
    plain.chmod(0o755)
    for run, found in {
        f"{sys.executable} -m pytest -q": (sys.executable,),
        f"A=1 env B=2 {sys.executable} -X dev -m pytest": (sys.executable,),
        f"'{script}' -q": (sys.executable,),
        f"cd . && {plain} tests": (sys.executable,),
        "uv run --extra test pytest -q": ("uv", "run", "--extra", "test", "python"),
        "make test": (sys.executable,),
        "'unclosed": (sys.executable,),
    }.items():
        assert interpreter(run, tmp_path) == found, run
