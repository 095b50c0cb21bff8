"""Runs the commands that the plan names, each in a process group of its own, with a time limit and a log."""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from migrate.errors import MigrateError

GRACE = 3.0
"""Seconds between asking a process group to end and ending it."""
ENDED = 0.5
"""Seconds to wait for the killed to be gone; where nobody reaps orphans they stay, dead."""
TAIL = 40
ANSI = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|[\x00-\x08\x0b-\x1f\x7f]")
OPERATORS = frozenset({"&&", "||", "|", ";", "&", "(", ")", "<", ">", ">>"})
RUNNERS = re.compile(r"(python[0-9.]*|pypy[0-9.]*|pytest|py\.test|coverage)\Z")


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended. `exit` is None where its time was up; negative for a signal."""

    command: str
    exit: int | None
    seconds: float
    log: Path

    @property
    def ended(self) -> str:
        """`exit 2`, `killed by SIGSEGV`, `stopped after 90 s`."""
        if self.exit is None:
            return f"stopped after {self.seconds:.0f} s"
        if self.exit < 0 or self.exit > 128:
            number = -self.exit if self.exit < 0 else self.exit - 128
            with contextlib.suppress(ValueError):
                return f"killed by {signal.Signals(number).name}"
        return f"exit {self.exit}"

    def tail(self, lines: int = TAIL) -> tuple[str, ...]:
        """The last lines of what it printed, without colours."""
        with self.log.open("rb") as file:
            file.seek(max(0, self.log.stat().st_size - 64_000))
            text = file.read().decode("utf-8", "replace")
        shown = [ANSI.sub("", line).rstrip() for line in text.splitlines()]
        return tuple(line for line in shown if line)[-lines:]


def seconds(timeout: str) -> float:
    """`90s`, `15m`, `2h` in seconds."""
    number, unit = timeout[:-1], timeout[-1:]
    return float(number) * {"s": 1, "m": 60, "h": 3600}[unit]


def run(
    command: str | Sequence[str], cwd: Path, log: Path, limit: float, env: Mapping[str, str], stdin: bytes = b""
) -> Ran:
    """Run it to its end or to the limit. When this returns or raises, nothing that it started is left in its process group."""
    started = time.monotonic()
    shown = command if isinstance(command, str) else shlex.join(command)
    with log.open("wb") as file:
        try:
            process = subprocess.Popen(
                command if not isinstance(command, str) else ["/bin/sh", "-c", command],
                cwd=cwd,
                env=dict(env),
                stdin=subprocess.PIPE if stdin else subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        except OSError as error:
            raise MigrateError(
                f"`{shown}` cannot be started: {error.strerror}", "see `run` and `prepare` in [gate]"
            ) from error
        try:
            if stdin:
                process.communicate(stdin, timeout=limit)
            status: int | None = process.wait(timeout=max(0.0, limit - (time.monotonic() - started)))
        except subprocess.TimeoutExpired:
            status = None
        finally:
            _end(process)
    return Ran(shown, status, limit if status is None else time.monotonic() - started, log)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the whole group: a kind word first if its leader still runs, then none."""
    if process.poll() is None:
        _signal(process, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=GRACE)
    waited = time.monotonic()
    while _signal(process, signal.SIGKILL) and time.monotonic() - waited < ENDED:
        process.poll()
        time.sleep(0.01)
    process.wait()


def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> bool:
    """Whether there was anybody left in the group."""
    try:
        os.killpg(process.pid, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def environment(paths: Sequence[Path], more: Mapping[str, str] | None = None) -> dict[str, str]:
    """Our environment for a command on the judged tree: these folders come before all others where Python looks.

    Bytecode is not written, so that the tree stays clean and no stale one is read back; hashes are the same each time.
    """
    env = dict(os.environ)
    env["PYTHONPATH"] = os.pathsep.join([*map(str, paths), *filter(None, [env.get("PYTHONPATH")])])
    env["PYTHONDONTWRITEBYTECODE"] = "1"
    env.setdefault("PYTHONHASHSEED", "0")
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "PYTHONSAFEPATH", "PYTHONSTARTUP"):
        env.pop(name, None)
    return env | dict(more or {})


def interpreter(run: str, root: Path) -> tuple[str, ...]:
    """The Python that the gate's `run` command uses, as a command; our own where the command does not tell.

    `python -m pytest` names it, the first line of the script `pytest` too, and `uv run pytest` means `uv run python`.
    """
    try:
        words = list(shlex.shlex(run, posix=True, punctuation_chars=True))
    except ValueError:
        return (sys.executable,)
    prefix: list[str] = []
    for word in words:
        if set(word) <= set("".join(OPERATORS)):
            prefix = []
        elif RUNNERS.match(Path(word).name):
            return _python(prefix, word, root)
        elif prefix or not re.match(r"\w+=", word):
            prefix.append(word)
    return (sys.executable,)


def _python(prefix: list[str], word: str, root: Path) -> tuple[str, ...]:
    if prefix and prefix[0] not in ("env", "exec", "time", "nice", "xvfb-run"):
        return (*prefix, "python")
    found = shutil.which(str(root / word) if "/" in word else word)
    if found is None:
        return (sys.executable,)
    if re.match(r"(python|pypy)", Path(word).name):
        return (found,)
    with Path(found).open("rb") as file:
        first, second = file.readline(1000), file.readline(1000)
    for line in (first.removeprefix(b"#!"), second):  # the second line where a long path is run through `/bin/sh`
        for candidate in re.findall(rb"[^\s'\"]*python[0-9.]*|\"[^\"]*python[0-9.]*\"", line):
            path = shutil.which(os.fsdecode(candidate.strip(b'"')))
            if path:
                return (path,)
    return (sys.executable,)
