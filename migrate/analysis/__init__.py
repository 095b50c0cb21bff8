"""Runs analyzers over a tree: every file once, then every conclusion once."""

from __future__ import annotations

import inspect
import json
import marshal
import sys
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from hashlib import blake2b, sha256
from itertools import chain
from pathlib import Path, PurePosixPath
from threading import Thread
from typing import Any

from migrate import __version__
from migrate.analysis.cache import Cache
from migrate.analysis.workers import Lost, cores, hold_memory, no_collections, spread
from migrate.analyzers import Analyzer, Facts
from migrate.home import PACKAGE
from migrate.model import Finding, Json, Location, Rule, Severity
from migrate.python.source import Source, module_name, source_roots
from migrate.workspace import Workspace, path_of

RULES = (
    Rule("syntax-error", "A Python file that cannot be parsed", Severity.ERROR),
    Rule("skipped-file", "A file that was passed over, with the reason", Severity.INFO),
)

SMALL = 400_000
"""Below so many bytes to read, starting processes costs more than it saves."""

SETTLED = 2_000_000_000
"""Nanoseconds after which a disk's clock has surely moved on."""

PLAIN = 0
"""The version of marshal's format in which equal values have equal bytes. Nothing is ever read from it."""

# How a fact travels from a worker and lies in the cache: one byte that says what follows.
NOTHING, JSON, BYTES, UNREADABLE, GAVE_UP = b"n", b"j", b"b", b"u", b"g"


@dataclass(frozen=True, slots=True)
class Report:
    """What the analyzers found, and over how many files that at least one of them reads."""

    findings: tuple[Finding, ...]
    files: int


def analyze(
    workspace: Workspace,
    analyzers: Sequence[Analyzer],
    *,
    jobs: int | None = None,
    cache: Path | None = None,
    only: Collection[str] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Report:
    """All findings of these analyzers on this tree, fingerprinted, sorted by severity, place and code.

    `only` names the codes to report; what could not be read is reported always. `cache` is a folder; nothing else is
    written. `progress` hears how many files are done, of how many. One bad file costs no other file anything: it
    becomes a finding. An analyzer that raises is a mistake of ours: its error is raised, with the file noted on it.
    """
    asked = [type(analyzer)(analyzer.options, only) for analyzer in sorted(analyzers, key=lambda each: each.turn)]
    hold_memory()
    with Cache(cache, int(time.time() // 86_400)) as kept, no_collections():
        run = _Run(workspace, [analyzer for analyzer in asked if analyzer.wanted], jobs or cores(), kept, progress)
        findings = run.findings(kept)
        findings += [
            Finding("skipped-file", f"not read: {why}", (Location(path),), str(path), Severity.INFO)
            for path, why in workspace.skipped.items()
            if path.suffix in (".py", ".pyi")
        ]
        if only is not None:
            always = {rule.code for rule in RULES}
            findings = [finding for finding in findings if finding.code in only or finding.code in always]
        return Report(fingerprinted(findings), len(run.names))


def fingerprinted(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The same findings in the order of a report, each with a fingerprint of its code, its identity and its count.

    The count is that of the findings with this code and identity before it, in the order of places: a second finding
    of the same thing gets another fingerprint, and both keep theirs when lines shift.
    """
    seen: dict[tuple[str, str], int] = {}
    done = []
    for finding in sorted(findings, key=_place):
        code, identity = pair = finding.code, finding.identity
        seen[pair] = count = seen.get(pair, 0) + 1
        text = f"{code}\0{identity}\0{count}".encode("utf-8", "surrogatepass")
        done.append(_with_fingerprint(finding, sha256(text).hexdigest()[:16]))
    rank = {severity: severity.rank for severity in Severity}
    done.sort(key=lambda f: rank[f.severity])
    return tuple(done)


def _place(finding: Finding) -> tuple[str, int, str, str, str]:
    """What findings are sorted by."""
    where = finding.locations[0]
    by_parts = str(where.path).replace("/", "\0")
    return by_parts, where.line, finding.code, finding.identity, finding.message


def _with_fingerprint(finding: Finding, fingerprint: str) -> Finding:
    return Finding(
        finding.code, finding.message, finding.locations, finding.identity, finding.severity, finding.metrics,
        finding.analyzer, fingerprint,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Task:
    """One file, and the analyzers (by number) that want it collected."""

    name: str
    analyzers: tuple[int, ...]


class _Run:
    """One call of `analyze`: the keys, the facts and the errors of its files."""

    def __init__(
        self,
        workspace: Workspace,
        analyzers: Sequence[Analyzer],
        jobs: int,
        kept: Cache,
        progress: Callable[[int, int], None] | None,
    ) -> None:
        self.workspace = workspace
        self.analyzers = analyzers
        self.jobs = jobs
        self.progress = progress or (lambda done, total: None)
        self.ids = [analyzer_key(analyzer) for analyzer in analyzers]
        self.warm = any(kept.has(id_) for id_ in self.ids)
        """Whether the cache knows anything of these analyzers."""
        if workspace.waits:
            for analyzer in analyzers:
                analyzer.prepare()
                if not self.warm:
                    analyzer.prepare_to_conclude()
        self.roots = source_roots(workspace)
        suffixes = tuple({suffix for analyzer in analyzers for suffix in analyzer.suffixes})
        self.names = tuple([name for name in workspace.names if name.endswith(suffixes)])
        """The files that are read, as text: of a large tree most are never looked at one by one."""
        self.overlay = {str(path): laid for path, laid in workspace.overlay.items()}
        self.keys: dict[str, bytes] = {}
        self.fresh: list[tuple[bytes, bytes]] = []
        self.stamps: dict[bytes, bytes] = {}
        """What the disk said of files when they were last read, with their keys."""
        where = repr(("stamps", str(workspace.root), self.roots)).encode("utf-8", "surrogateescape")
        self.stamps_at = blake2b(where, digest_size=32).digest()
        self.settled = time.time_ns() - SETTLED
        self.marks: dict[int, dict[bytes, bytes]] = {}
        """Per analyzer whose conclusion its facts alone decide: the keys of files, each with the mark of its fact."""
        self.ahead: dict[str, tuple[Source, dict[int, Facts]]] = {}
        """What has been read already, with the facts that analyzers gave for several files at once."""
        self.stale = 0
        """The bytes of the files that are not as they were when they were last read."""
        self.wary = False
        """Whether a file has killed the process that read it: then none is read in this one."""

    def findings(self, kept: Cache) -> list[Finding]:
        """Everything found, from the cache where nothing has changed."""
        ids = self.ids
        if self.warm:
            self.keys = self._known_keys(kept)
        known: dict[int, bytes] = {}
        if self.keys:
            tree = self._tree_key()
            known = {number: value for number, id_ in enumerate(ids) if (value := kept.get(id_ + tree)) is not None}
        unknown = [number for number in range(len(ids)) if number not in known]
        if apart := self._apart(kept, ids, unknown):
            known |= self._in_two(kept, ids, unknown, apart)
        else:
            known |= self._answers(kept, ids, unknown)
        if kept and len(self.keys) == len(self.names):
            self._keep_stamps()
        if self.fresh:
            kept.keep(self.fresh)
        closing = Thread(target=kept.close)  # the database tidies up its file then, which takes no Python
        closing.start()
        try:
            return self._told([known[number] for number in range(len(ids))])
        finally:
            closing.join()

    def _told(self, answers: Iterable[bytes]) -> list[Finding]:
        """The findings of these answers; what is wrong with a file itself once, whoever said so."""
        found: dict[tuple[str, PurePosixPath], Finding] = {}
        findings: list[Finding] = []
        for answer in answers:
            for row in json.loads(answer):
                finding = finding_of(row)
                if finding.analyzer:
                    findings.append(finding)
                else:
                    found.setdefault((finding.code, finding.where.path), finding)
        return findings + list(found.values())

    def _apart(self, kept: Cache, ids: Sequence[bytes], unknown: Sequence[int]) -> tuple[int, ...]:
        """Of analyzers whose answers are to be found after little has changed in much, those that another process is to
        answer: all but those that need no tree, which have numbers to import and most to conclude from."""
        if self.jobs < 2 or not self.keys or self.stale > SMALL or sum(map(self._size, self.names)) <= SMALL:
            return ()
        others = [n for n in unknown if type(self.analyzers[n]).collect_all is Analyzer.collect_all]
        if len(others) == len(unknown) or not all(kept.has(ids[number]) for number in unknown):
            return ()
        return tuple(others)

    def _in_two(
        self, kept: Cache, ids: Sequence[bytes], unknown: Sequence[int], apart: tuple[int, ...]
    ) -> dict[int, bytes]:
        """`_answers` of these analyzers, those of some of them from another process."""
        here = [number for number in unknown if number not in apart]
        answers: dict[int, bytes] = {}
        self.jobs -= 1
        kept.pause()

        def there(numbers: tuple[int, ...]) -> tuple[dict[int, bytes], list[tuple[bytes, bytes]]]:
            at = len(self.fresh)
            return self._answers(kept, ids, numbers), self.fresh[at:]

        def meanwhile() -> None:
            answers.update(self._answers(kept, ids, here))

        for numbers, result in spread(there, [apart], [0], 1, meanwhile=meanwhile):
            if isinstance(result, Lost):
                self.wary = True
                answers |= self._answers(kept, ids, numbers)
            else:
                answers |= result[0]
                self.fresh += result[1]
        return answers

    def _answers(self, kept: Cache, ids: Sequence[bytes], numbers: Sequence[int]) -> dict[int, bytes]:
        """The conclusions of these analyzers as JSON; from the cache where a change of files has changed no fact."""
        if self.keys:
            self._recall_marks(kept, ids, numbers)
        facts: Sequence[dict[str, bytes]] = [{} for _ in ids]
        self._collect(kept, ids, numbers, facts)
        tree = self._tree_key() if kept and len(self.keys) == len(self.names) else b""
        same = self._facts_keys(ids, numbers, facts) if tree else {}
        known: dict[int, bytes] = {}
        for number, key in same.items():
            if self.marks.get(number) and (value := kept.get(key)) is not None:  # else nothing is known of other trees
                known[number] = value
                self.fresh.append((ids[number] + tree, value))
        unknown = [number for number in numbers if number not in known]
        self.marks = {}
        self._collect(kept, ids, unknown, facts)
        for number, (value, keep) in self._conclude_all(facts, unknown):
            known[number] = value
            if tree and keep:
                self.fresh.append((ids[number] + tree, value))
                if number in same:
                    self.fresh.append((same[number], value))
        return known

    def _recall_marks(self, kept: Cache, ids: Sequence[bytes], numbers: Sequence[int]) -> None:
        """Per analyzer whose conclusion its facts alone decide: what marks the facts of the files that it knew at last."""
        for number in numbers:
            if self.analyzers[number].facts_alone:
                table = kept.get(ids[number] + self.stamps_at[:16]) or b""
                self.marks[number] = {table[at : at + 16]: table[at + 16 : at + 32] for at in range(0, len(table), 32)}

    def _facts_keys(
        self, ids: Sequence[bytes], numbers: Sequence[int], facts: Sequence[Mapping[str, bytes]]
    ) -> dict[int, bytes]:
        """Per analyzer whose conclusion its facts alone decide: the key of the conclusion from just these facts.

        None where a file gave no fact that will be given again.
        """
        keys: dict[int, bytes] = {}
        for number in numbers:
            if not (analyzer := self.analyzers[number]).facts_alone:
                continue
            before, rows = self.marks.get(number, {}), facts[number]
            marks: dict[bytes, bytes] = {}
            for name in self.names:
                key = self.keys[name]
                if (row := rows.get(name)) is not None:
                    if row.startswith(GAVE_UP):
                        break
                    marks[key] = blake2b(row, digest_size=16).digest()
                elif (mark := before.get(key)) is not None:
                    marks[key] = mark
                elif name.endswith(analyzer.suffixes):
                    break
                else:
                    marks[key] = bytes(16)
            else:
                table = b"".join(chain.from_iterable(marks.items()))
                self.fresh.append((ids[number] + self.stamps_at[:16], table))
                keys[number] = ids[number] + blake2b(self._rest + b"".join(marks.values()), digest_size=16).digest()
        return keys

    def _known_keys(self, kept: Cache) -> dict[str, bytes]:
        """The keys of all files. What lies on the disk as it did when it was last read is not read again."""
        table = kept.get(self.stamps_at) or b""
        self.stamps = {table[at : at + 16]: table[at + 16 : at + 32] for at in range(0, len(table), 32)}
        stale = [name for name, stamp in self._stamp_of.items() if stamp not in self.stamps]
        self.stale = sum(map(self._size, stale))
        if self.stale <= SMALL:
            for name in stale:
                with suppress(OSError):
                    self.ahead[name] = self._source(name), {}  # of several processes all are to see the same bytes
        read = {name: source.data for name, (source, _) in self.ahead.items()}
        stamps = self.stamps
        return {name: stamps.get(stamp) or self._key(name, read.get(name)) for name, stamp in self._stamp_of.items()}

    def _keep_stamps(self) -> None:
        """Remember what the disk says of the files whose keys are known, unless they may change without its saying so."""
        table = {stamp: self.keys[name] for name, stamp in self._stamp_of.items() if stamp}
        if not table.keys() <= self.stamps.keys():
            self.fresh.append((self.stamps_at, b"".join(chain.from_iterable(table.items()))))

    @cached_property
    def _stamp_of(self) -> dict[str, bytes]:
        return {name: self._stamp(name) for name in self.names}

    def _stamp(self, name: str) -> bytes:
        """What the disk says of a file, for as long as which its bytes are the same; nothing where that is not sure.

        As in git's index: a file that was changed a moment ago may change again within one tick of the disk's clock.
        """
        if name in self.overlay:
            return b""
        _, modified, changed, _ = stamp = self.workspace.listed[name].stamp
        if modified > self.settled or changed > self.settled:
            return b""
        return blake2b(marshal.dumps((name, stamp), PLAIN), digest_size=16).digest()

    def _key(self, name: str, data: bytes | None = None) -> bytes:
        """What a file's facts depend on: its bytes, its path and the dotted name that the roots give it."""
        path = path_of(name)
        if data is None:
            try:
                data = self.workspace.read(path)
            except OSError as error:
                data = str(error).encode()
        digest = blake2b(f"{name}\0{module_name(path, self.roots)}\0".encode(), digest_size=16)
        digest.update(data)
        return digest.digest()

    def _tree_key(self) -> bytes:
        """What a conclusion depends on: the keys of all files that were read, and what is known of the others."""
        return blake2b(self._rest + b"".join([self.keys[name] for name in self.names]), digest_size=16).digest()

    @cached_property
    def _rest(self) -> bytes:
        """What is known of the tree besides the bytes of files that are read in `collect`: layout, paths, other files.

        As git does, what the disk says of a file that no analyzer reads in `collect` stands for its bytes.
        """
        digest = blake2b(repr((self.workspace.layout, self.roots)).encode(), digest_size=16)
        read = set(self.names)
        others = [name for name in self.workspace.names if name not in read]
        for name in filter(self.overlay.__contains__, others):
            digest.update(self._key(name))
        listed = self.workspace.listed
        known = [(name, *listed[name]) for name in others if name not in self.overlay]
        passed = [(name, entry.skipped) for name, entry in listed.items() if entry.skipped]
        digest.update(marshal.dumps((self.names, known, passed), PLAIN))
        return digest.digest()

    def _collect(
        self, kept: Cache, ids: Sequence[bytes], numbers: Sequence[int], facts: Sequence[dict[str, bytes]]
    ) -> None:
        """Fill in per analyzer its packed fact of every file, from the cache or from the file; not where a mark is known."""
        todo: dict[str, list[int]] = {}
        keys = list(self.keys.values())
        for number in numbers:
            suffixes, marks = self.analyzers[number].suffixes, self.marks.get(number)
            wanted = [name for name in self.names if name not in facts[number] and name.endswith(suffixes)]
            rows: Mapping[bytes, bytes] = {}
            if marks:
                wanted = [name for name in wanted if self.keys[name] not in marks]
                rows = kept.get_all(ids[number], [self.keys[name] for name in wanted])
            elif wanted and keys:
                rows = kept.get_all(ids[number], keys)
            for name in wanted:
                if (row := rows.get(self.keys[name]) if rows else None) is not None:
                    facts[number][name] = row
                else:
                    todo.setdefault(name, []).append(number)
        tasks = [_Task(name, tuple(wanted)) for name, wanted in todo.items()]
        size = sum(self._size(task.name) for task in tasks)
        reading = [self.analyzers[number] for number in sorted({number for task in tasks for number in task.analyzers})]
        for analyzer in reading:
            analyzer.prepare()

        def meanwhile() -> None:
            for analyzer in reading:
                analyzer.prepare_to_conclude()
            for name in self.names:
                path_of(name)  # every conclusion needs them

        jobs = self.jobs if size > SMALL else 1
        sizes = [self._size(task.name) for task in tasks]
        done = spread(
            partial(self._read, with_key=bool(kept)),
            tasks,
            sizes,
            jobs,
            self._ahead,
            meanwhile if jobs > 1 or self.wary else None,
        )
        for count, (task, result) in enumerate(done, start=1):
            self.progress(count, len(tasks))
            if isinstance(result, Lost):
                for number in task.analyzers:
                    facts[number][task.name] = GAVE_UP + json.dumps([1, f"not read: {result.reason}"]).encode()
                continue
            key, rows_of_file = result
            if key:
                self.keys[task.name] = key
            for number, row in zip(task.analyzers, rows_of_file, strict=True):
                facts[number][task.name] = row
                if key and not row.startswith(GAVE_UP):
                    self.fresh.append((ids[number] + key, row))

    def _size(self, name: str) -> int:
        if (laid := self.overlay.get(name)) is not None:
            return len(laid)
        return self.workspace.listed[name].stamp[0]

    def _read(self, task: _Task, *, with_key: bool) -> tuple[bytes, list[bytes]]:
        """One file's packed facts, and the key of exactly the bytes that they were made of."""
        try:
            ahead = self.ahead.pop(task.name) if task.name in self.ahead else None
            source, facts = ahead or (self._source(task.name), {})
        except OSError as error:
            return b"", [GAVE_UP + json.dumps([1, f"not read: {error.strerror}"]).encode()] * len(task.analyzers)
        rows, unproven = [], []
        for number in task.analyzers:
            source.unproven = False
            rows.append(packed(facts[number]) if number in facts else collect(self.analyzers[number], source))
            unproven.append(source.unproven)
        if True in unproven:
            try:
                source.check()
            except SyntaxError as error:
                rows = [_unreadable(error) if doubt else row for row, doubt in zip(rows, unproven, strict=True)]
        source.let_go()
        return self._key(task.name, source.data) if with_key else b"", rows

    def _source(self, name: str) -> Source:
        path = path_of(name)
        return Source(
            path, self.workspace.read(path), module_name(path, self.roots), package=path.name.startswith("__init__.")
        )

    def _ahead(self, tasks: Sequence[_Task]) -> None:
        """Let the analyzers that are faster so have a look at several files at once."""
        for number in {number for task in tasks for number in task.analyzers}:
            analyzer = self.analyzers[number]
            if type(analyzer).collect_all is Analyzer.collect_all or analyzer.needles:
                continue
            wanted = [task.name for task in tasks if number in task.analyzers]
            for name in wanted:
                if name not in self.ahead:
                    self.ahead[name] = self._source(name), {}
            facts = analyzer.collect_all([self.ahead[name][0] for name in wanted])
            for name, fact in zip(wanted, facts or (), strict=facts is not None):
                self.ahead[name][1][number] = fact

    def _conclude_all(
        self, facts: Sequence[Mapping[str, bytes]], numbers: Sequence[int]
    ) -> Iterator[tuple[int, tuple[bytes, bool]]]:
        """The conclusions of these analyzers, by number, several at once where there is much to conclude from.

        Then the one with most to conclude from is drawn here: its facts would have to be shared, and its answer sent.
        """
        sizes = {number: sum(map(len, facts[number].values())) for number in numbers}
        conclude = partial(self._conclude, facts)
        if self.jobs < 2 or len(numbers) < 2 or sum(sizes.values()) <= SMALL:
            yield from ((number, conclude(number)) for number in numbers)
            return
        largest, *others = sorted(numbers, key=lambda number: -sizes[number])
        drawn: list[tuple[bytes, bool]] = []
        done = spread(
            conclude,
            others,
            [sizes[number] for number in others],
            self.jobs,  # besides this one: what they have to do is of very different sizes
            meanwhile=lambda: drawn.append(conclude(largest)),
        )
        for number, result in done:
            yield number, conclude(number) if isinstance(result, Lost) else result
        yield largest, drawn[0]

    def _conclude(self, packed_facts: Sequence[Mapping[str, bytes]], number: int) -> tuple[bytes, bool]:
        """One analyzer's findings as JSON, and whether they may be kept: not if something failed that may not fail again."""
        analyzer, packed = self.analyzers[number], packed_facts[number]
        facts: dict[PurePosixPath, Facts] = {}
        findings: list[Finding] = []
        keep = True
        for name in self.names:
            row = packed.get(name, NOTHING)
            kind = row[:1]
            if kind in (UNREADABLE, GAVE_UP):
                line, why = json.loads(row[1:])
                findings.append(_unread(path_of(name), line, why, gave_up=kind == GAVE_UP))
                keep = keep and kind == UNREADABLE
            elif kind != NOTHING:
                view = kind == BYTES and analyzer.views
                facts[path_of(name)] = (
                    memoryview(row)[1:] if view else row[1:] if kind == BYTES else json.loads(row[1:])
                )
        rows = [row_of(finding) for finding in findings]
        rows += [row_of(finding, analyzer.name()) for finding in analyzer.conclude(facts, self.workspace)]
        return json.dumps(rows, separators=(",", ":")).encode(), keep


def collect(analyzer: Analyzer, source: Source) -> bytes:
    """One analyzer's packed fact of one file: what it told, or why the file cannot be read."""
    if analyzer.needles and not any(needle in source.data for needle in analyzer.needles):
        return NOTHING
    try:
        fact = analyzer.collect(source)
    except SyntaxError as error:
        return _unreadable(error)
    except (RecursionError, MemoryError) as error:
        why = "nested too deeply" if isinstance(error, RecursionError) else "too large for the memory"
        return GAVE_UP + json.dumps([1, f"not read by {analyzer.name()}: {why}"]).encode()
    except Exception as error:
        error.add_note(f"while `{analyzer.name()}` read {source.path}")
        raise
    return packed(fact)


def _unreadable(error: SyntaxError) -> bytes:
    return UNREADABLE + json.dumps([error.lineno or 1, f"cannot be parsed: {error.msg}"]).encode()


def packed(fact: Facts) -> bytes:
    """A fact as it travels from a worker and lies in the cache."""
    if fact is None:
        return NOTHING
    if isinstance(fact, bytes):
        return BYTES + fact
    return JSON + json.dumps(fact, separators=(",", ":")).encode()


def _unread(path: PurePosixPath, line: int, why: str, *, gave_up: bool) -> Finding:
    if gave_up:
        return Finding("skipped-file", why, (Location(path, line),), str(path), Severity.WARNING)
    return Finding("syntax-error", why, (Location(path, line),), str(path), Severity.ERROR)


def analyzer_key(analyzer: Analyzer) -> bytes:
    """What an analyzer's answers depend on besides the tree: its code, its options, the codes asked for, this Python."""
    identity = (
        analyzer.name(),
        analyzer.version,
        _digest_of(Path(inspect.getfile(type(analyzer)))),
        repr(analyzer.options),
        sorted(analyzer.wanted),
    )
    return blake2b(repr((identity, _engine())).encode(), digest_size=16).digest()


@lru_cache(maxsize=1)
def _engine() -> str:
    """What all analyzers have in common: this Python and our own reading of source, in whichever language."""
    files = sorted(file for room in ("cpp", "python") for file in (PACKAGE / room).glob("*.py"))
    return repr((sys.version_info, __version__, [_digest_of(file) for file in (Path(__file__), *files)]))


def _digest_of(file: Path) -> str:
    return blake2b(file.read_bytes(), digest_size=16).hexdigest()


def row_of(finding: Finding, analyzer: str = "") -> Json:
    """A finding of this analyzer as JSON takes it, without its fingerprint."""
    places = [[str(place.path), place.line, place.end_line, place.symbol] for place in finding.locations]
    return [
        finding.code, finding.message, places, finding.identity, finding.severity, dict(finding.metrics), analyzer,
    ]  # fmt: skip


_SEVERITY = {severity.value: severity for severity in Severity}


def finding_of(row: Any) -> Finding:
    """The finding that `row_of` made a row of."""
    code, message, places, identity, severity, metrics, analyzer = row
    locations = tuple([Location(path_of(path), line, end, symbol) for path, line, end, symbol in places])
    return Finding(code, message, locations, identity, _SEVERITY[severity], metrics, analyzer)
