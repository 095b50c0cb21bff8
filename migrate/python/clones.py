"""What two pieces of Python have in common: files as rows of hashed statements, read without a parser."""

from __future__ import annotations

import struct
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from hashlib import blake2b
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Literal
from zlib import crc32

import numpy as np

from migrate.python.lines import lines_of
from migrate.python.tokens import CLOSE, NAME, NEWLINE, NUMBER, STRING, WORD, Tokens, tokens_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.uint64]
    Places = NDArray[np.signedinteger]
    Kinds = NDArray[np.integer]
    Codes = NDArray[np.uint32]

Level = Literal["exact", "plain", "renamed"]
LEVELS: tuple[Level, ...] = ("exact", "plain", "renamed")
"""Same text up to indentation and trailing space · but for docstrings, comments, annotations · up to renamed names and literals."""

DEEPER = np.array([0, 0, 0, 0, 0, 1, -1, 0, 0], dtype=np.int8)
KIND_AT, BREAKS_AT = np.uint64(32), np.uint64(36)
SHAPE_OF_KIND = np.array([0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0, 0, 0, 0, 0, 0], dtype=np.uint64)
BASE = np.uint64(0x9E3779B97F4A7C15)
BASE_INVERSE = np.uint64(pow(0x9E3779B97F4A7C15, -1, 1 << 64))
POWERS = np.cumprod(np.full(4096, BASE), dtype=np.uint64)
MIX, MIX_MORE = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)

DEF, CLASS, ASYNC, AT = crc32(b"def"), crc32(b"class"), crc32(b"async"), crc32(b"@")
IMPORT, FROM = crc32(b"import"), crc32(b"from")
ELIF, ELSE, EXCEPT, FINALLY = crc32(b"elif"), crc32(b"else"), crc32(b"except"), crc32(b"finally")
COLON, COMMA, EQUALS, MINUS, GREATER = crc32(b":"), crc32(b","), crc32(b"="), crc32(b"-"), crc32(b">")

FEW = 8
"""For so many groups, calls of numpy for each cost no more than the calls for all."""
AT_ONCE = 200_000
"""So many bytes of source have tokens enough to be worth a call of numpy, and few enough to fit into a processor's cache."""


HEAD = struct.Struct("<4I")
LINE_COLUMNS, DEFINITION_COLUMNS = 7, 5
FUNCTION, CLASS_BODY = 0, 1
Definition = tuple[int, int, int, int, int]
"""Start, head, end, twice the depth plus kind, hash of the dotted name."""
INDENT, IS_IMPORT, IS_HEADER, IS_CLAUSE = 0xFFFF, 0x10000, 0x20000, 0x40000


class Statements:
    """The logical lines of files as columns of hashes over all of them, from what `read` made of each file.

    Comments, docstrings, blank lines and annotations are left out. For every logical line: `first` and `last`, its
    physical lines (from 1); `indent`; whether it `imports`, `opens` a block or `continues` a statement
    (`else` and its like); `plain`, the hash of its tokens;
    `shape`, the same with all names made one and all literals made one. It has `at[i + 1] - at[i]` names and literals,
    of which `literals[i + 1] - literals[i]` are literals. What is asked of few lines only (their names, their text) is
    left where it is until then: memory that was never touched before costs more than what is done with it.
    Definitions are runs of logical lines from `start` (the first decorator) up to `end`, with the `def` or `class` at
    `head`, and `hashed` names. `line_at[f]` is file f's first line.
    """

    def __init__(self, files: Sequence[bytes]) -> None:
        heads = [HEAD.unpack_from(data) for data in files]
        self._files = [memoryview(data) for data in files]
        by_line, by_definition, self._symbols_at = [], [], []
        for data, (lines, rows, names, definitions) in zip(self._files, heads, strict=True):
            begin = HEAD.size + 4 * lines
            end = begin + 4 * LINE_COLUMNS * rows
            by_line.append(data[begin:end])
            begin = end + 4 * names
            end = begin + 4 * DEFINITION_COLUMNS * definitions
            by_definition.append(data[begin:end])
            self._symbols_at.append(end)
        columns = _columns(by_line, LINE_COLUMNS)
        self.first, self.last, depth, self.plain, self.shape, name_counts, literal_counts = columns
        start, head, end_, kind, self.hashed = _columns(by_definition, DEFINITION_COLUMNS)
        self.indent = (depth & INDENT).astype(np.uint16)
        self.imports, self.opens, self.continues = (depth & flag != 0 for flag in (IS_IMPORT, IS_HEADER, IS_CLAUSE))
        self.at, self.literals = _offsets(name_counts), _offsets(literal_counts)
        _, line_counts, _, self._definition_counts = zip(*heads, strict=True)
        self.line_at = _offsets(line_counts)
        self._names_at = [HEAD.size + 4 * (lines + LINE_COLUMNS * rows) for lines, rows, _, _ in heads]
        self.file = np.repeat(np.arange(len(files), dtype=np.int32), line_counts)
        shift = np.repeat(self.line_at[:-1], self._definition_counts)
        self.start, self.head, self.end = start + shift, head + shift, end_ + shift
        self.is_class, self.depth = kind & CLASS_BODY == CLASS_BODY, kind >> 1
        self._symbols: dict[int, list[str]] = {}
        self._keys: dict[Level, Numbers] = {}
        # One number at a time, a memoryview gives Python's own in a third of numpy's time.
        self._file, self._start, self._at, self._line_at = (
            self.file.data,
            self.start.data,
            self.at.data,
            self.line_at.data,
        )
        self._first, self._last = self.first.data, self.last.data

    @cached_property
    def _definition_at(self) -> list[int]:
        at: list[int] = _offsets(self._definition_counts).tolist()
        return at

    def symbol(self, definition: int) -> str:
        """The dotted name of a definition within its file."""
        file: int = self._file[self._start[definition]]
        if file not in self._symbols:
            packed = self._files[file][self._symbols_at[file] :]
            self._symbols[file] = str(packed, "utf-8", "replace").split("\n")
        return self._symbols[file][definition - self._definition_at[file]]

    def innermost(self) -> Places:
        """For every logical line the number of the innermost definition that it is in, or -1."""
        inside = np.full(len(self.plain), -1, dtype=np.int32)
        for depth in range(int(self.depth.max(initial=0)) + 1):
            (numbers,) = (self.depth == depth).nonzero()
            steps = np.zeros(len(inside) + 1, dtype=np.int32)
            steps[self.start[numbers]] = numbers + 1  # those of one depth do not overlap; one may begin where one ends
            np.subtract.at(steps, self.end[numbers], numbers + 1)
            there = steps.cumsum(dtype=np.int32)[:-1]
            np.copyto(inside, there - 1, where=there > 0)
        return inside

    def rows(self, level: Level) -> tuple[Numbers, Numbers]:
        """Every logical line as one number: as the first of a run, and as a later one, where it matters how much deeper
        it is than the line before."""
        row = (self.shape if level == "renamed" else self.plain).astype(np.uint64)
        deeper = np.diff(self.indent.astype(np.int64), prepend=0).astype(np.uint64) & np.uint64(0xFFFF)
        return mixed(row), mixed(row << np.uint64(16) | deeper)

    def alike(self, level: Level, numbers: Places, fresh: NDArray[np.bool_]) -> list[list[tuple[int, int]]]:
        """Those of these definitions that are equal to others (for `renamed`: but for all names), in groups of spans;
        only groups that hold a fresh one."""
        if not len(numbers):
            return []
        keys, start, end = self.keys(level)[numbers], self.start[numbers], self.end[numbers]
        order = keys.argsort()
        keys = keys[order]
        heads = runs_of(keys)
        sizes = np.diff(heads, append=len(keys))
        groups = (sizes > 1) & np.logical_or.reduceat(fresh[order], heads)
        members_ = _in_order(order[groups.repeat(sizes)], sizes[groups])
        spans = list(zip(start[members_].tolist(), end[members_].tolist(), strict=True))
        bounds = _offsets(sizes[groups]).tolist()
        return sorted(spans[begin:stop] for begin, stop in pairwise(bounds))

    def keys(self, level: Level) -> Numbers:
        """Of every definition one number that equal ones share (for `renamed`: equal but for all names)."""
        if level not in self._keys:
            self._keys[level] = self._keys_of_definitions(level)
        return self._keys[level]

    def _keys_of_definitions(self, level: Level) -> Numbers:
        first, following = self.rows(level)
        powers = np.full(len(first) + 1, BASE)
        powers[0] = 1
        following *= powers.cumprod(out=powers)[:-1]
        sums = np.zeros(len(first) + 1, dtype=np.uint64)
        following.cumsum(out=sums[1:])
        powers[:] = BASE_INVERSE
        powers.cumprod(out=powers)
        keys: Numbers = first[self.start] + (sums[self.end] - sums[self.start + 1]) * powers[self.start]
        return keys

    def text_of(self, start: int, end: int) -> bytes:
        """The hashes of the physical lines (blank ones left out) on which these logical lines lie."""
        first, last = self._first[start], self._last[end - 1]
        lines = np.frombuffer(self._files[self._file[start]], np.uint32, last - first + 1, HEAD.size + 4 * (first - 1))
        packed: bytes = lines[lines != 0].tobytes()
        return packed

    def plain_of(self, start: int, end: int) -> bytes:
        """What two runs of logical lines share when they are equal but for comments, docstrings and annotations."""
        return self._relative(start, end) + bytes(self.plain[start:end].data)

    def shape_of(self, start: int, end: int) -> bytes:
        """What two runs of logical lines share when they are equal up to their names and literals, renamed or not."""
        return self._relative(start, end) + bytes(self.shape[start:end].data)

    def renamed_of(self, start: int, end: int) -> bytes:
        """What two runs of logical lines share when names and literals can be renamed one to one to make them equal.

        Baker's parameterised match: each name is told by the place of its first use in the run.
        """
        return self.shape_of(start, end) + self.renamings([(start, end)])[0]

    def renamings(self, spans: Sequence[tuple[int, int]]) -> list[bytes]:
        """What each run of logical lines adds to its shape in `renamed_of`. Of many at once: it is a few calls of numpy."""
        if not spans:
            return []
        packed_names = [self._names(*span) for span in spans]
        counts = [len(names) // 4 for names in packed_names]
        offsets = _offsets(counts)
        total = int(offsets[-1])
        names = np.frombuffer(b"".join(packed_names), dtype=np.uint32)
        keys = np.arange(len(spans), dtype=np.uint64).repeat(counts) << np.uint64(32) | names
        order = keys.argsort()
        firsts = np.empty(total, dtype=np.int64)
        if total:
            heads = runs_of(keys[order])
            firsts[order] = np.minimum.reduceat(order, heads).repeat(np.diff(heads, append=total))
        seen = _offsets(firsts == np.arange(total))  # before each name, how many different ones
        packed = (seen[firsts] - seen[offsets[:-1]].repeat(counts)).astype(np.uint32).tobytes()
        return [packed[4 * begin : 4 * end] for begin, end in pairwise(offsets.tolist())]

    def content(self, span: tuple[int, int], level: Level) -> bytes:
        """What this run of logical lines shares with those that are equal to it at that level."""
        if level == "exact":  # the text says nothing of indentation
            return self.plain_of(*span) + self.text_of(*span)
        return self.plain_of(*span) if level == "plain" else self.renamed_of(*span)

    def names_of(self, start: int, end: int) -> list[int]:
        """The hashes of the names and literals in these logical lines, in order."""
        return self._names(start, end).cast("I").tolist()

    def _names(self, start: int, end: int) -> memoryview:
        file, at = self._file[start], self._at
        offset = self._names_at[file] - 4 * at[self._line_at[file]]
        return self._files[file][offset + 4 * at[start] : offset + 4 * at[end]]

    def _relative(self, start: int, end: int) -> bytes:
        indent = self.indent[start:end]
        packed: bytes = (indent - indent[0]).tobytes()
        return packed


def digest(data: bytes) -> str:
    """The name of a run's content, for identities: sixteen hexadecimal digits."""
    return blake2b(data, digest_size=8).hexdigest()


def members(data: bytes, name: str = "") -> dict[str, dict[Level, str]]:
    """The functions and classes that stand directly in the class of that dotted name (or in the module), with a digest
    of their content at each level. Of several with one name (a property and its setter) the digest is of them all."""
    statements = Statements([read(data)])
    found: dict[str, list[tuple[int, int]]] = {}
    for index in range(len(statements.start)):
        outer, _, own = statements.symbol(index).rpartition(".")
        if outer == name:
            found.setdefault(own, []).append((int(statements.start[index]), int(statements.end[index])))
    return {
        own: {level: digest(b"".join(statements.content(span, level) for span in spans)) for level in LEVELS}
        for own, spans in found.items()
    }


def equal_members(
    a: Mapping[str, Mapping[Level, str]], b: Mapping[str, Mapping[Level, str]], level: Level = "plain"
) -> float:
    """The share of the smaller's members that have an equal one in the larger; 0 where there is none to compare."""
    few, many = sorted((a, b), key=len)
    there = {digests[level] for digests in many.values()}
    return sum(digests[level] in there for digests in few.values()) / len(few) if few else 0.0


def repeats(
    first: Numbers,
    following: Numbers,
    part: NDArray[np.int64],
    window: int,
    worth: Callable[[Places, Places], NDArray[np.bool_]] | None = None,
) -> Iterator[tuple[Places, int]]:
    """The runs of at least `window` rows that stand in more than one place: where they start, and their length.

    A run cannot be made longer in either direction with all of its places. `first` are the rows as a run may begin
    with them, `following` as they may follow (an indentation counts only relative to the row before). A run lies within
    one part; parts ascend. The places of a run are sorted, the runs are not. Linear but for one sort.
    `worth` says of the first places of many runs and of their ends which of them are wanted at all.
    """
    count = len(first)
    if count < window:
        return
    key = mixed(first[: count - window + 1] * POWERS[0])
    for step in range(1, window):
        key = key + mixed(following[step : count - window + 1 + step] * POWERS[step])
    begins = np.flatnonzero(part[: count - window + 1] == part[window - 1 :])
    key = key[begins]
    order = key.argsort()
    key = key[order]
    (same,) = (key[1:] == key[:-1]).nonzero()
    if not len(same):
        return
    shared = np.zeros(len(key), dtype=np.bool_)
    shared[same] = shared[same + 1] = True
    key, members_ = key[shared], begins[order[shared]]
    heads = runs_of(key)
    sizes = np.diff(heads, append=len(key))
    members_ = _in_order(members_, sizes)
    group_of = np.full(count + 1, -1, dtype=np.int64)
    group_of[members_] = np.arange(len(heads)).repeat(sizes)
    after = group_of[members_ + 1]
    target = np.minimum.reduceat(after, heads)
    linked = (target >= 0) & (target == np.maximum.reduceat(after, heads))
    linked[linked] = sizes[target[linked]] == sizes[linked]
    is_head = np.ones(len(heads), dtype=np.bool_)
    is_head[target[linked]] = False
    (groups,) = is_head.nonzero()
    length = window + _links(np.where(linked, target, -1).tolist(), groups.tolist())
    back = _steps_back(group_of, members_, heads[groups], sizes[groups])
    begin, size, length = heads[groups], sizes[groups], length + back
    if worth is not None:
        start = members_[begin] - back
        (wanted,) = worth(start, start + length).nonzero()
        begin, size, length, back = begin[wanted], size[wanted], length[wanted], back[wanted]
    for at, number, rows, more in zip(begin.tolist(), size.tolist(), length.tolist(), back.tolist(), strict=True):
        yield members_[at : at + number] - more, rows


def _links(next_of: list[int], groups: list[int]) -> Places:
    """How many links lead on from each of these groups."""
    counts = []
    for at in groups:
        count = 0
        while (at := next_of[at]) >= 0:
            count += 1
        counts.append(count)
    return np.array(counts, dtype=np.int64)


def _steps_back(group_of: Places, members_: Places, begin: Places, size: Places) -> Places:
    """How far all members of each group can go back together, where more places share the rows before: all groups a step
    at a time, and the last few of them one by one."""
    back = np.zeros(len(begin), dtype=np.int64)
    active = np.arange(len(begin))
    while len(active) > FEW:
        width = size[active]
        heads = np.cumsum(width) - width
        rows = np.arange(int(width.sum())) + (begin[active] - heads).repeat(width)
        before = group_of[
            members_[rows] - (back[active] + 1).repeat(width)
        ]  # of row 0: the end's, which is in no group
        least = np.minimum.reduceat(before, heads)
        active = active[(least >= 0) & (least == np.maximum.reduceat(before, heads))]
        back[active] += 1
    for group in active.tolist():
        places = members_[begin[group] : begin[group] + size[group]] - back[group]
        while True:
            before = group_of[places - 1]
            if before[0] < 0 or (before != before[0]).any():
                break
            places = places - 1
            back[group] += 1
    return back


def _in_order(numbers: Places, sizes: Places) -> Places:
    """The same numbers, those of each group (of these sizes, one after another) sorted."""
    if not len(numbers):
        return numbers
    shift = np.arange(len(sizes)).repeat(sizes) * (numbers.max() + 1)
    ordered: Places = np.sort(shift + numbers) - shift
    return ordered


def runs_of(values: Numbers | Places) -> Places:
    """Where each run of equal numbers begins; of at least one number."""
    return np.concatenate(([0], (values[1:] != values[:-1]).nonzero()[0] + 1))


def _columns(tables: Sequence[memoryview], count: int) -> Codes:
    """The columns of tables that lie row by row, all tables one below the other."""
    return np.frombuffer(b"".join(tables), dtype=np.uint32).reshape(-1, count).T.copy()


def _offsets(counts: Sequence[int] | Codes) -> NDArray[np.int64]:
    offsets = np.zeros(len(counts) + 1, dtype=np.int64)
    np.cumsum(counts, out=offsets[1:])
    return offsets


def read(data: bytes) -> bytes:
    """A file as `Statements` takes it. Never fails: what is no Python gives lines that equal no others but their like."""
    return read_all([data])[0]


def read_in_turns(files: Sequence[bytes]) -> Iterator[bytes]:
    """The same for many files."""
    waiting: list[bytes] = []
    size = 0
    for data in files:
        waiting.append(data)
        size += len(data)
        if size > AT_ONCE:
            yield from read_all(waiting)
            waiting, size = [], 0
    yield from read_all(waiting)


def read_all(files: Sequence[bytes]) -> list[bytes]:
    """The same for several files at once: calling numpy costs more than what it does with the tokens of a short file."""
    if not files:
        return []
    hashes: list[bytes] = []
    texts: list[bytes] = []
    for data in files:
        data = data.removeprefix(b"\xef\xbb\xbf")
        if b"\r" in data:
            data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        hashes.append(lines_of(data))
        texts.append(data)
    found: list[bytes] = []
    for tokens in tokens_of(texts):
        found += _packed(tokens, hashes[len(found) :])
    return found


def _packed(tokens: Tokens, texts: Sequence[bytes]) -> list[bytes]:
    """These files as `Statements` takes them. Of `texts`, the hashes of all lines, the first are those of these files."""
    value, raw, file_at = tokens
    code = value.astype(np.uint32)
    kind = (value >> KIND_AT).astype(np.uint8) & 15
    breaks = (value >> BREAKS_AT).astype(np.int32)
    last_line = _within(breaks.cumsum(dtype=np.int32), file_at)
    depth = _within(DEEPER[kind].cumsum(dtype=np.int32), file_at)
    ends = (kind == NEWLINE) & (depth <= 0)
    line = ends.cumsum(dtype=np.int32)
    indents = code[ends]

    keep = (kind < NEWLINE).nonzero()[0]
    kind, code, depth, line = kind[keep], code[keep], depth[keep], line[keep]
    starts, stops = _bounds(line)
    gone = _docstrings(kind, starts, stops) + _annotations(kind, code, depth, starts, stops)
    if gone:
        there = np.ones(len(keep), dtype=np.bool_)
        for begin, end in gone:
            there[begin:end] = False
        keep, kind, code, line = keep[there], kind[there], code[there], line[there]
        starts, stops = _bounds(line)
    if not len(starts):
        return [HEAD.pack(len(text) // 4, 0, 0, 0) + text for text in texts[: len(file_at) - 1]]
    first, last = keep[starts], keep[stops - 1]
    indent = indents[line[starts] - 1]
    heads = code[starts]

    named = kind <= NUMBER
    weight = POWERS[(np.arange(len(keep)) - starts.repeat(stops - starts)) & 4095]
    counts = np.add.reduceat(named, starts, dtype=np.uint32)
    flags = np.minimum(indent, INDENT)
    flags[(heads == IMPORT) | (heads == FROM)] |= IS_IMPORT
    flags[code[stops - 1] == COLON] |= IS_HEADER
    flags[(heads == ELSE) | (heads == ELIF) | (heads == EXCEPT) | (heads == FINALLY)] |= IS_CLAUSE
    columns = np.empty((len(starts), LINE_COLUMNS), dtype=np.uint32)
    for number, column in enumerate(
        (
            last_line[first] - breaks[first],
            last_line[last],
            flags,
            _fold(np.add.reduceat(mixed(code.astype(np.uint64)) * weight, starts)),
            _fold(np.add.reduceat(mixed(np.where(named, SHAPE_OF_KIND[kind], code)) * weight, starts)),
            counts,
            np.add.reduceat((kind == STRING) | (kind == NUMBER), starts, dtype=np.uint32),
        )
    ):
        columns[:, number] = column
    names = code[named]
    rows = np.searchsorted(first, file_at)
    name_at = _offsets(counts)[rows].tolist()
    definitions = _definitions(raw, file_at, keep, code, starts, indent, rows.tolist())
    found = []
    for number, ((start, end), (spans, symbols)) in enumerate(zip(pairwise(rows.tolist()), definitions, strict=True)):
        own_names = names[name_at[number] : name_at[number + 1]]
        parts = [
            HEAD.pack(len(texts[number]) // 4, end - start, len(own_names), len(spans)),
            texts[number],
            columns[start:end].tobytes(),
            own_names.tobytes(),
            array("I", chain.from_iterable(spans)).tobytes(),
            b"\n".join(symbols),
        ]
        found.append(b"".join(parts))
    return found


def _within(sums: Places, file_at: Sequence[int]) -> Places:
    """Running sums over the tokens of all files as sums within each."""
    before = np.zeros(len(file_at) - 1, dtype=sums.dtype)
    before[1:] = sums[np.array(file_at[1:-1], dtype=np.int64) - 1]
    result: Places = sums - before.repeat(np.diff(file_at))
    return result


def _bounds(line: Places) -> tuple[Places, Places]:
    """Where each logical line's tokens begin and end."""
    changes = (line[1:] != line[:-1]).nonzero()[0] + 1
    bounds = np.empty(len(changes) + 2, dtype=np.int64)
    bounds[0], bounds[1:-1], bounds[-1] = 0, changes, len(line)
    return (bounds[:-1], bounds[1:]) if len(line) else (bounds[:0], bounds[:0])


def _docstrings(kind: Kinds, starts: Places, stops: Places) -> list[tuple[int, int]]:
    """The runs of tokens that are lines of nothing but strings."""
    if not len(starts):
        return []
    (lines,) = (kind[starts] == STRING).nonzero()
    return [
        (begin, end)
        for begin, end in zip(starts[lines].tolist(), stops[lines].tolist(), strict=True)
        if end - begin == 1 or (kind[begin:end] == STRING).all()
    ]


def mixed(values: Numbers) -> Numbers:
    """The same numbers with every bit depending on every bit, so that sums of them tell what was summed."""
    values = (values + MIX_MORE) * MIX
    return (values ^ (values >> np.uint64(31))) * MIX_MORE


def _fold(values: Numbers) -> Codes:
    return ((values * MIX) >> np.uint64(32)).astype(np.uint32)


def _annotations(kind: Kinds, code: Codes, depth: Places, starts: Places, stops: Places) -> list[tuple[int, int]]:
    """The runs of tokens that are annotations: of parameters, of results, of variables."""
    (colons,) = ((code == COLON) & (depth <= 1)).nonzero()
    line = np.searchsorted(starts, colons, side="right") - 1
    inner = colons < stops[line] - 1
    colons, line = colons[inner], line[inner]
    (arrows,) = ((code[:-1] == MINUS) & (code[1:] == GREATER)).nonzero()
    suspects = {*line.tolist(), *(np.searchsorted(starts, arrows, side="right") - 1).tolist()}
    found: list[tuple[int, int]] = []
    for index in sorted(suspects):
        begin, end = int(starts[index]), int(stops[index])
        if code[begin] == DEF or (code[begin] == ASYNC and code[begin + 1] == DEF):
            kinds, codes, depths = (column[begin:end].tolist() for column in (kind, code, depth))
            found += _of_header(begin, kinds, codes, depths)
        elif kind[begin] == NAME:
            codes, depths = code[begin:end].tolist(), depth[begin:end].tolist()
            signs = [at for at, sign in enumerate(codes) if depths[at] == 0 and sign in (COLON, EQUALS)]
            if signs and codes[signs[0]] == COLON and WORD not in kind[begin : begin + signs[0]]:
                found.append((begin + signs[0], begin + signs[1] if len(signs) > 1 else end))
    return found


def _of_header(begin: int, kinds: list[int], codes: list[int], depths: list[int]) -> Iterator[tuple[int, int]]:
    since = None
    after_equals = False
    for at, code in enumerate(codes):
        flat_close = depths[at] == 0 and kinds[at] == CLOSE
        if since is not None:
            parameter_ends = depths[since] == 1 and (flat_close or (depths[at] == 1 and code in (COMMA, EQUALS)))
            result_ends = depths[since] == 0 and depths[at] == 0 and code == COLON
            if parameter_ends or result_ends:
                yield begin + since, begin + at
                since = None
        elif (depths[at] == 1 and code == COLON and not after_equals) or (
            depths[at] == 0 and code == MINUS and codes[at + 1 : at + 2] == [GREATER]
        ):
            since = at
        if depths[at] == 1 and code in (COMMA, EQUALS):
            after_equals = code == EQUALS


def _definitions(
    raw: Sequence[bytes],
    file_at: Sequence[int],
    keep: Places,
    code: Codes,
    starts: Places,
    indent: Codes,
    rows: Sequence[int],
) -> Iterator[tuple[list[Definition], list[bytes]]]:
    """Of each file every definition, outer before inner, and their dotted names."""
    words = code[starts]
    decorated = (words == AT).tolist()
    (heads,) = ((words == DEF) | (words == CLASS) | (words == ASYNC)).nonzero()
    ends = np.empty(len(heads), dtype=np.int64)
    depth_of = indent[heads]
    for depth in set(depth_of.tolist()):
        there = depth_of == depth
        outside = np.append((indent <= depth).nonzero()[0], len(starts))
        ends[there] = outside[outside.searchsorted(heads[there], side="right")]
    following = np.append(keep, (len(raw), len(raw)))[starts[heads][:, None] + np.arange(3)]
    found = list(zip(heads.tolist(), ends.tolist(), depth_of.tolist(), following.tolist(), strict=True))
    indents = indent.tolist()
    at = heads.searchsorted(rows).tolist()
    for number, (begin, stop) in enumerate(pairwise(rows)):
        spans: list[Definition] = []
        symbols: list[bytes] = []
        around: list[tuple[int, bytes]] = []
        for head, end, depth, (first, second, third) in found[at[number] : at[number + 1]]:
            named = second
            if raw[first] == b"async":
                named = third if third < file_at[number + 1] and raw[second] == b"def" else len(raw)
            if named >= file_at[number + 1] or b"\n" in raw[named]:
                continue
            while around and around[-1][0] <= head:
                around.pop()
            name = around[-1][1] + b"." + raw[named] if around else raw[named]
            end = min(end, stop)
            around.append((end, name))
            start = head
            while start > begin and decorated[start - 1] and indents[start - 1] == depth:
                start -= 1
            kind = CLASS_BODY if raw[first] == b"class" else FUNCTION
            spans.append((start - begin, head - begin, end - begin, len(around) - 1 << 1 | kind, crc32(name)))
            symbols.append(name)
        yield spans, symbols
