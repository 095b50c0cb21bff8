"""One function over many items in forked processes; a process that is killed costs one item, not the run."""

from __future__ import annotations

import gc
import os
import pickle
import selectors
import signal
import struct
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, NoReturn, TypeVar

Item = TypeVar("Item")
Batch = tuple[int, ...]

BATCHES = 24
"""Per process: few enough to keep the pipes quiet, many enough that none waits long for another."""
DEATHS = 8
"""How many processes may die in one round before what is left of it is given up."""
FRAME = struct.Struct("<II")
BEGUN = 0xFFFFFFFF  # in place of a length: no answer yet, only a sign that this batch was taken up
NUMBER = struct.Struct("<I")
LARGE = 31 << 20
"""The largest block that glibc takes as a measure of how much memory to keep."""


@dataclass(frozen=True, slots=True)
class Lost:
    """In place of an item's result: the process that took it up died, and how."""

    reason: str


@dataclass(frozen=True, slots=True)
class _Raised:
    """Sent in place of a result where the function raised."""


def cores() -> int:
    """How many processes can run at once here."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def no_collections() -> Iterator[None]:
    """Without garbage collection: syntax trees hold no cycles, and visiting millions of nodes to learn that takes long."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.freeze()
            gc.unfreeze()  # the two together: all that there is counts as old, and is not visited at once
            gc.enable()


def hold_memory() -> None:
    """Let this process and its children keep the memory that they give back, for what they ask for next.

    glibc returns whatever is free at the end of its heap to the system, and gets it again, page by page, for the next file's
    tree: a tenth of a parse. A large block, given back, tells it to keep twice as much. Nothing is written to that block.
    """
    bytes(LARGE)


def spread(
    work: Callable[[Item], Any],
    items: Sequence[Item],
    sizes: Sequence[int],
    jobs: int,
    ahead: Callable[[Sequence[Item]], None] | None = None,
    meanwhile: Callable[[], None] | None = None,
) -> Iterator[tuple[Item, Any]]:
    """Every item with its result, in no order, or with `Lost`. The largest are begun first.

    Where `work` raises, it is called once more in this process, so that its error reaches the caller as it is.
    `ahead` may be called with several items before `work` is with each of them; where it raises, nothing is lost.
    `meanwhile` is called once, in this process, when the others have begun: then `jobs` are besides this one.
    With one job else, and where there is no fork, all is done in this process. Children never outlive the iteration.
    """
    if (meanwhile is None and (jobs < 2 or len(items) < 2)) or not items or not hasattr(os, "fork"):
        with no_collections():
            if meanwhile is not None:
                meanwhile()
            for item in items:
                yield item, work(item)
        return
    pending = _deal(sizes, min(len(items), jobs * BATCHES))
    while pending:
        retry: list[Batch] = []
        now, meanwhile = meanwhile, None
        for batch, answer in _round(work, items, pending, jobs, ahead, now):
            if isinstance(answer, list):
                for index, result in zip(batch, answer, strict=True):
                    yield items[index], work(items[index]) if isinstance(result, _Raised) else result
            elif len(batch) > 1:
                retry += [(index,) for index in batch]  # one by one, to learn which of them it was
            else:
                yield items[batch[0]], answer
        pending = retry


def _deal(sizes: Sequence[int], count: int) -> list[Batch]:
    """So many batches of about equal size: the items dealt like cards, from the largest down."""
    order = sorted(range(len(sizes)), key=lambda index: (-sizes[index], index))
    return [tuple(order[start::count]) for start in range(count)]


@dataclass(slots=True)
class _Worker:
    """One child as its parent sees it: its pipe, what has come through it, and the batch that it is at."""

    process: int
    pipe: int
    buffer: bytearray = field(default_factory=bytearray)
    at: int | None = None

    def frames(self) -> Iterator[tuple[int, list[Any]]]:
        """The batches that are answered by now, with their answers."""
        while len(self.buffer) >= FRAME.size:
            number, length = FRAME.unpack_from(self.buffer)
            if length == BEGUN:
                del self.buffer[: FRAME.size]
                self.at = number
                continue
            if len(self.buffer) < FRAME.size + length:
                return
            answer = pickle.loads(self.buffer[FRAME.size : FRAME.size + length])
            del self.buffer[: FRAME.size + length]
            self.at = None
            yield number, answer


def _round(
    work: Callable[[Item], Any],
    items: Sequence[Item],
    batches: Sequence[Batch],
    jobs: int,
    ahead: Callable[[Sequence[Item]], None] | None,
    meanwhile: Callable[[], None] | None,
) -> Iterator[tuple[Batch, list[Any] | Lost]]:
    """Every batch once, with the list of its results or with `Lost`."""
    tasks, feed = os.pipe()
    os.set_blocking(feed, False)
    waiting = b"".join(NUMBER.pack(number) for number in range(len(batches)))
    workers: dict[int, _Worker] = {}
    lost: dict[int, Lost] = {}
    answered: set[int] = set()
    deaths = 0
    with selectors.DefaultSelector() as selector:

        def hire() -> None:
            worker = _fork(work, items, batches, tasks, (feed, *workers), ahead)
            workers[worker.pipe] = worker
            selector.register(worker.pipe, selectors.EVENT_READ)

        try:
            waiting = _feed(feed, waiting)
            if waiting:
                selector.register(feed, selectors.EVENT_WRITE)
            else:
                os.close(feed)
                feed = -1
            for _ in range(min(jobs, len(batches))):
                hire()
            if meanwhile is not None:
                meanwhile()
            while workers:
                for key, _ in selector.select():
                    if key.fd == feed:
                        waiting = _feed(feed, waiting)
                        if not waiting:
                            selector.unregister(feed)
                            os.close(feed)
                            feed = -1
                        continue
                    worker = workers[key.fd]
                    data = os.read(key.fd, 1 << 20)
                    worker.buffer += data
                    for number, answer in worker.frames():
                        answered.add(number)
                        yield batches[number], answer
                    if data:
                        continue
                    selector.unregister(key.fd)
                    os.close(key.fd)
                    del workers[key.fd]
                    reason = _end_of(worker.process)
                    if reason:
                        deaths += 1
                        if worker.at is not None:
                            lost[worker.at] = Lost(reason)
                        if deaths < DEATHS:
                            hire()
            for number, batch in enumerate(batches):
                if number not in answered:
                    yield batch, lost.get(number, Lost("the processes that read files kept dying"))
        finally:
            for worker in workers.values():
                with suppress(ProcessLookupError):
                    os.kill(worker.process, signal.SIGKILL)
                os.close(worker.pipe)
                _end_of(worker.process)
            os.close(tasks)
            if feed >= 0:
                os.close(feed)


def _feed(pipe: int, data: bytes) -> bytes:
    """Write what the pipe takes now; the rest comes back. Whole numbers only: readers take four bytes at a time."""
    while data:
        try:
            data = data[os.write(pipe, data[: 1024 * NUMBER.size]) :]
        except BlockingIOError:
            break
    return data


def _fork(
    work: Callable[[Item], Any],
    items: Sequence[Item],
    batches: Sequence[Batch],
    tasks: int,
    others: tuple[int, ...],
    ahead: Callable[[Sequence[Item]], None] | None,
) -> _Worker:
    ours, theirs = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # idle threads of a number library do no harm to a child
        process = os.fork()
    if not process:
        _child(work, items, batches, tasks, theirs, (ours, *others), ahead)
    os.close(theirs)
    return _Worker(process, ours)


def _child(
    work: Callable[[Item], Any],
    items: Sequence[Item],
    batches: Sequence[Batch],
    tasks: int,
    answers: int,
    others: tuple[int, ...],
    ahead: Callable[[Sequence[Item]], None] | None,
) -> NoReturn:
    """Take up batches until there are none. Leaves without running what the parent has set up for its own end."""
    code = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the parent too, and it ends its children
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        gc.disable()
        for pipe in others:
            if pipe >= 0:
                os.close(pipe)
        while number := os.read(tasks, NUMBER.size):
            (at,) = NUMBER.unpack(number)
            _send(answers, FRAME.pack(at, BEGUN))
            if ahead is not None and len(batches[at]) > 1:
                with suppress(Exception):
                    ahead([items[index] for index in batches[at]])
            answer = pickle.dumps([_try(work, items[index]) for index in batches[at]], protocol=5)
            _send(answers, FRAME.pack(at, len(answer)), answer)
        code = 0
    finally:
        os._exit(code)


def _try(work: Callable[[Item], Any], item: Item) -> Any:
    try:
        return work(item)
    except Exception:  # noqa: BLE001 - it is raised again where `spread` was called
        return _Raised()


def _send(pipe: int, *parts: bytes) -> None:
    for part in parts:
        view = memoryview(part)
        while view:
            view = view[os.write(pipe, view) :]


def _end_of(process: int) -> str:
    """Wait for a child; how it died, or nothing where it ended well."""
    _, status = os.waitpid(process, 0)
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        return f"the process that read it was killed ({signal.Signals(number).name})"
    return f"the process that read it ended with code {os.WEXITSTATUS(status)}" if status else ""
