"""Work over many files, divided among a few forked processes that tell each other what they find until nothing is new."""

from __future__ import annotations

import contextlib
import os
import signal
import struct
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    import socket

News = TypeVar("News")
Result = TypeVar("Result")
SIZE = struct.Struct("<Q")
Exchange = Callable[[Any], list[Any]]
"""Gives one's news to all, and gets everybody's. Each process calls it equally often."""


def shares(size: int, worth: int) -> int:
    """How many processes work of that size is worth; each gets at least `worth` of it. One where there is no fork."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(cores, size // worth)) if hasattr(os, "fork") else 1


def in_shares(count: int, work: Callable[[int, Exchange], Result]) -> list[Result] | None:
    """`work(number, exchange)` for each number below `count`, number 0 in this process, the others in forked ones.

    None where any of them raised: do it alone then, and the error is the same on every machine. No process outlives this.
    """
    lines: list[tuple[_Line, int]] = []
    try:
        for number in range(1, count):
            here, there = _lines()
            if not (child := os.fork()):
                _be_child(number, work, there, [here, *(line for line, _ in lines)])
            there.close()
            lines.append((here, child))

        def exchange(news: Any) -> list[Any]:
            told = [news, *(_heard(line, "news") for line, _ in lines)]
            for line, _ in lines:
                line.send(told)
            return told

        mine = work(0, exchange)
        return [mine, *(_heard(line, "result") for line, _ in lines)]
    except Exception:  # noqa: BLE001 - whatever it is, it comes again where one process does all
        return None
    finally:
        for line, child in lines:
            line.close()
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)


class _Raised(Exception):
    """Another process could not go on."""


class _Line:
    """One end of a line between two of our processes. multiprocessing has such too, and takes long to import."""

    def __init__(self, end: socket.socket) -> None:
        self._end = end
        self._file = end.makefile("rb")

    def send(self, thing: Any) -> None:
        import pickle  # with `socket`, a tenth of the imports of a rename that one process does

        data = pickle.dumps(thing, protocol=5)
        self._end.sendall(SIZE.pack(len(data)))
        self._end.sendall(data)

    def recv(self) -> Any:
        """What the other end sent. Raises EOFError where it has gone."""
        head = self._file.read(SIZE.size)
        if len(head) < SIZE.size:
            raise EOFError
        import pickle

        return pickle.loads(self._file.read(SIZE.unpack(head)[0]))  # what a fork of this very process has pickled

    def close(self) -> None:
        self._file.close()
        self._end.close()


def _lines() -> tuple[_Line, _Line]:
    import socket

    here, there = socket.socketpair()
    return _Line(here), _Line(there)


def _heard(line: _Line, kind: str) -> Any:
    said, thing = line.recv()
    if said != kind:
        raise _Raised
    return thing


def _be_child(number: int, work: Callable[[int, Exchange], Any], line: _Line, others: list[_Line]) -> None:
    """Do one share and end. Nothing of the parent's (files, locks, exit handlers) is touched."""
    for other in others:
        other.close()
    try:

        def exchange(news: Any) -> list[Any]:
            line.send(("news", news))
            told: list[Any] = line.recv()
            return told

        line.send(("result", work(number, exchange)))
    except BaseException:  # noqa: BLE001 - the parent does it again and says what is wrong
        with contextlib.suppress(OSError):
            line.send(("raised", None))
    finally:
        os._exit(0)
