"""A pytest plugin that writes down how every test ended, and where the imported modules lie.

It is copied alone into a folder on PYTHONPATH and named in PYTEST_PLUGINS, so it runs under the target's interpreter and
pytest, whatever their age: standard library and pytest only, nothing of ours. What it is told and where it writes comes
from the environment. It fails no test and changes no result; it does switch off what would keep tests from running
(`-x`, `--maxfail`, `--lf`, `--stepwise`, a file that cannot be collected), and it ends sessions that had red tests with
0, so that a wrapper such as `make` goes on to its next session: the record says how they ended.
"""

# It runs under the target's Python, however old, and costs that process as little as it can.
# ruff: noqa: PTH110, PTH112, PTH117, PTH118, PTH123, SIM105, SIM115, UP031
# mypy: allow-untyped-defs, allow-untyped-calls

import json
import os
import sys
from typing import Any

import pytest

TOLD = os.environ.get("MIGRATE_GATE_TOLD", "")
"""A JSON file: `record` (a folder), `names` (top-level packages of the project), `files` and `ids` (what to run)."""

NESTED = "MIGRATE_GATE_NESTED"
"""Set in the environment of whatever a session starts: the sessions that tests of pytest plugins run are left alone."""


class Recorder:
    def __init__(self, config, told):
        self.config = config
        self.names = frozenset(told["names"])
        self.files = None if told["files"] is None else frozenset(map(os.path.realpath, told["files"]))
        self.ids = None if told["ids"] is None else frozenset(told["ids"])
        self.root = os.path.realpath(told["root"])
        self.folder = told["record"]
        self.worker = hasattr(config, "workerinput")
        self.pid = os.getpid()
        self.rootdir = os.path.realpath(str(getattr(config, "rootpath", None) or config.rootdir))
        self.lines = None
        if not self.worker:
            self.lines = open(self._file("session"), "w", encoding="utf-8", buffering=1)
            self.write(start=self.pid, executable=sys.executable, pytest=pytest.__version__)

    def _file(self, kind):
        number = 0
        while os.path.exists(path := os.path.join(self.folder, "%s-%d-%d.jsonl" % (kind, os.getpid(), number))):
            number += 1
        return path

    def write(self, **fact):
        if self.lines is not None and os.getpid() == self.pid:  # a forked child has its own story to tell
            self.lines.write(json.dumps(fact, sort_keys=True) + "\n")

    def id(self, nodeid):
        """The id with its path relative to the project's root, wherever pytest has put its own."""
        path, colons, rest = nodeid.partition("::")
        try:
            path = os.path.relpath(os.path.join(self.rootdir, path), self.root)
        except ValueError:
            pass
        return path.replace(os.sep, "/") + colons + rest

    def ignored(self, path):
        if self.files is None or os.path.isdir(path) or not path.endswith(".py"):
            return None
        return True if os.path.realpath(path) not in self.files else None

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, session, config, items):
        gone = [item for item in items if not self._wanted(item)]
        if gone:
            config.hook.pytest_deselected(items=gone)
            items[:] = [item for item in items if item not in set(gone)]
        if self.config.option.collectonly:
            for item in items:
                self.write(collected=self.id(item.nodeid))

    def _wanted(self, item):
        if self.ids is not None and self.id(item.nodeid) not in self.ids:
            return False
        path = os.path.realpath(str(getattr(item, "path", None) or item.fspath))
        return self.files is None or not path.endswith(".py") or path in self.files

    def pytest_runtest_logstart(self, nodeid, location):
        self.write(begin=self.id(nodeid))

    def pytest_runtest_logreport(self, report):
        if report.when not in ("setup", "teardown") or report.outcome not in ("passed", "rerun"):
            fact = {"id": self.id(report.nodeid), "when": report.when, "outcome": report.outcome}
            if hasattr(report, "wasxfail"):
                fact["wasxfail"] = str(report.wasxfail)
            if hasattr(report, "context"):
                fact["sub"] = True
            if report.outcome != "passed":
                fact["why"] = why(report)
            self.write(**fact)

    def pytest_runtest_logfinish(self, nodeid, location):
        self.write(finish=self.id(nodeid))

    def pytest_collectreport(self, report):
        if report.outcome != "passed":
            self.write(collect=self.id(report.nodeid), outcome=report.outcome, why=why(report))

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionstart(self, session):
        cache: Any = getattr(self.config, "cache", None)
        if hasattr(cache, "_cachedir"):
            cache._cachedir = type(cache._cachedir)(os.path.join(self.folder, "cache"))

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session, exitstatus):
        if os.getpid() != self.pid:
            return
        origins = {}
        for name, module in list(sys.modules.items()):
            if name.partition(".")[0] in self.names:
                origin = getattr(getattr(module, "__spec__", None), "origin", None) or getattr(module, "__file__", None)
                if isinstance(origin, str) and os.path.isabs(origin):
                    origins[name] = os.path.realpath(origin)
        with open(self._file("origins"), "w", encoding="utf-8") as file:
            json.dump(origins, file, sort_keys=True)
        self.write(end=int(exitstatus))
        if not self.worker and int(exitstatus) in (1, 5):
            session.exitstatus = 0


def why(report):
    """One line on a failure or a skip."""
    longrepr = getattr(report, "longrepr", None)
    if isinstance(longrepr, tuple) and len(longrepr) == 3:
        return " ".join(str(longrepr[2]).split())[:300]
    crash = getattr(longrepr, "reprcrash", None)
    text = str(getattr(crash, "message", "") or "")
    if not text:
        lines = [line for line in str(longrepr or "").splitlines() if line.strip()]
        errors = [line[1:].strip() for line in lines if line.startswith("E ")]
        text = errors[-1] if errors else lines[-1] if lines else ""
    return " ".join(text.split("\n", 1)[0].split())[:300]


def _is_ours(config):
    """Whether the gate started this session, or one of its workers."""
    return bool(TOLD) and (hasattr(config, "workerinput") or not os.environ.get(NESTED))


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config):
    if not _is_ours(config):
        return
    for option, off in (
        ("maxfail", 0),
        ("lf", False),
        ("failedfirst", False),
        ("newfirst", False),
        ("stepwise", False),
    ):
        if getattr(config.option, option, off):
            setattr(config.option, option, off)
    config.option.continue_on_collection_errors = True


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config):
    if not _is_ours(config):
        return
    os.environ[NESTED] = "1"
    with open(TOLD, encoding="utf-8") as file:
        config.pluginmanager.register(Recorder(config, json.load(file)), "migrate_gate_recorder_session")


def _ignored(config, path):
    recorder = config.pluginmanager.get_plugin("migrate_gate_recorder_session")
    return recorder.ignored(str(path)) if recorder is not None else None


if hasattr(pytest, "version_tuple"):  # pytest 7 renamed the argument

    @pytest.hookimpl(tryfirst=True)
    def pytest_ignore_collect(collection_path, config):
        return _ignored(config, collection_path)

else:

    @pytest.hookimpl(tryfirst=True)
    def pytest_ignore_collect(path, config):
        return _ignored(config, path)
