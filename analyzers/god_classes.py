"""Classes that do too much, know too much of others and hang together too little; and along what they could be split."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from migrate.analyzers import Analyzer, Facts
from migrate.model import Finding, Json, Location, Rule
from migrate.python.metrics import ClassMetrics, measure, methods_of
from migrate.python.outline import CLASS_HEAD, Outline
from migrate.python.source import Source, statements_of
from migrate.workspace import Workspace

COUNTED = (b" if", b" for", b" and", b" or", b"elif ", b"except", b"while ", b"case ")
"""No decision without one of these: counting them in a class's text bounds its complexity before any walk."""

FLAT = ("test", "visit_", "leave_", "depart_")
FLAT_BYTES = tuple(name.encode() for name in FLAT)
LEVEL = b"    "
NEXT_DEF = b"\n" + LEVEL + b"def "
FLAT_DEF = tuple(NEXT_DEF + name.encode() for name in FLAT)


@dataclass(frozen=True)
class Options:
    """`[analyze.god-classes]`: the thresholds of Lanza and Marinescu; all three must be passed."""

    atfd: int = field(default=5, metadata={"help": "FEW: more foreign attributes than this are too many."})
    wmc: int = field(
        default=47, metadata={"help": "VERY HIGH: from this sum of complexities on, a class does too much."}
    )
    tcc: float = field(
        default=1 / 3, metadata={"help": "ONE THIRD: below this share of tied pairs, its methods do not hang together."}
    )
    methods: int = field(
        default=5, metadata={"help": "A class of fewer methods has long methods, but is no god class (ours)."}
    )
    clusters: int = field(default=8, metadata={"help": "How many clusters of methods a finding lists."})


class GodClasses(Analyzer):
    """God classes by the detection strategy of Lanza and Marinescu (Object-Oriented Metrics in Practice, 2006, p. 80):
    ATFD > FEW, WMC >= VERY HIGH and TCC < ONE THIRD, measured on the class itself, whatever else its file holds.

    Not reported: test classes and visitors (many small methods that share nothing are their nature).
    """

    Options = Options
    facts_alone = True
    rules = (Rule("god-class", "A class that does too much and hangs together too little"),)
    needles = (b"class ",)
    suffixes = (".py",)
    turn = 1

    def collect(self, source: Source) -> Facts:
        rows = [
            _row(node, metrics, scope, self.options.clusters)
            for node, scope in _large(source, self.options)
            if self._is_god(metrics := measure(node))
        ]
        return rows or None

    def _is_god(self, metrics: ClassMetrics) -> bool:
        wanted = self.options
        return bool(metrics.wmc >= wanted.wmc and metrics.atfd > wanted.atfd and metrics.tcc < wanted.tcc)

    def conclude(self, facts: Mapping[PurePosixPath, Facts], workspace: Workspace) -> Iterable[Finding]:
        known: Mapping[PurePosixPath, Json] = facts
        for path, rows in known.items():
            for line, end_line, name, metrics in rows:
                yield Finding(
                    "god-class",
                    f"{name}: {metrics['lines']} lines, {metrics['methods']} methods, WMC {metrics['wmc']}, "
                    f"ATFD {metrics['atfd']}, TCC {metrics['tcc']:.2f}, LCOM4 {metrics['lcom4']}{_split(metrics)}",
                    (Location(path, line, end_line, name),),
                    f"{path}::{name}",
                    metrics=metrics,
                )


def _split(metrics: Json) -> str:
    parts = sum(len(cluster["methods"]) > 1 for cluster in metrics["clusters"])
    if parts < 2:
        return ""
    stays = metrics["stays"]
    names = ", ".join(stays[:3]) + (f" and {len(stays) - 3} more" if len(stays) > 3 else "")
    condition = f" if {names} {'stays' if len(stays) == 1 else 'stay'} behind" if stays else ""
    return f"; {parts} clusters of methods come apart{condition}"


def _row(node: ast.ClassDef, metrics: ClassMetrics, scope: str, most: int) -> Json:
    seams = metrics.seams()
    uses = {method.name: method.attributes for method in metrics.methods}
    clusters = [
        {"methods": names, "attributes": sorted(frozenset[str]().union(*(uses[name] for name in names)))}
        for names in seams.clusters
    ]
    told = {
        "wmc": metrics.wmc,
        "atfd": metrics.atfd,
        "tcc": round(metrics.tcc, 3),
        "lcom4": metrics.lcom4,
        "lines": metrics.lines,
        "methods": len(metrics.methods),
        "attributes": len(metrics.attributes),
        "stays": [*seams.methods, *seams.attributes],
        "clusters": clusters[:most],
    }
    return [node.lineno, node.end_lineno, f"{scope}.{node.name}" if scope else node.name, told]


def _large(source: Source, wanted: Options) -> Iterator[tuple[ast.ClassDef, str]]:
    """The classes with enough methods that may reach that complexity, with the dotted names around each."""
    nodes = [node for node in _candidates(source, wanted) if isinstance(node, ast.ClassDef)]
    long = [node for node in nodes if ((node.end_lineno or 0) - node.lineno + 1) * 4 >= wanted.wmc]
    large = [node for node in long if _has_methods(node, wanted.methods)]
    if not large:
        return
    lines = source.data.splitlines()
    for node in large:
        text = b"\n".join(lines[node.lineno - 1 : node.end_lineno])
        if text.count(b"def ") + sum(map(text.count, COUNTED)) >= wanted.wmc:
            around = [n.name for n in nodes if n.lineno < node.lineno and (n.end_lineno or 0) >= (node.end_lineno or 0)]
            yield node, ".".join(around)


def _candidates(source: Source, wanted: Options) -> list[ast.AST]:
    """All classes, or at least those that by their text alone may be large, with the classes around them."""
    if source.has_tree or (outline := source.outline) is None:
        return source.nodes(ast.ClassDef)
    places: list[int] = []
    if source.data.count(b"def ") >= wanted.methods:
        in_block: dict[tuple[int, int] | None, list[int]] = {}
        for place in outline.classes:
            in_block.setdefault(outline.block(place), []).append(place)
        places = [
            classes[0]
            for block, classes in in_block.items()
            if block is None or _may_be_large(outline, block, classes, wanted)
        ]
    if not places:
        source.unproven = True
        return []
    return statements_of(source.part(places, whole=True)).get(ast.ClassDef, [])


def _may_be_large(outline: Outline, block: tuple[int, int], classes: Sequence[int], wanted: Options) -> bool:
    """Whether one of the classes of a top-level statement may be large, by the text alone."""
    code, data = outline.code, outline.data
    methods = data.count(b"def ", *block)
    if methods < wanted.methods or (data.count(b"\n", *block) + 1) * 4 < wanted.wmc:
        return False
    outer, *inner = classes
    if code.startswith(b"class", outer):
        flat = code[outer + 5 : outer + 40].lstrip().startswith(b"Test")
        flat = flat or _more_than(methods / 2, code, FLAT_DEF, block)
        if flat and CLASS_HEAD.match(code, outer) and all(code.startswith(LEVEL, place) for place in inner):
            ends = ((place, code.find(NEXT_DEF, place, block[1])) for place in inner)
            return any(_may_be_complex(data, (place, end if end >= 0 else block[1]), wanted) for place, end in ends)
    return _may_be_complex(data, block, wanted)


def _may_be_complex(data: bytes, part: tuple[int, int], wanted: Options) -> bool:
    """Whether the text has words enough for methods of that many decisions."""
    methods = data.count(b"def ", *part)
    return methods >= wanted.methods and _more_than(wanted.wmc - methods - 1, data, COUNTED, part)


def _more_than(least: float, data: bytes, words: Iterable[bytes], part: tuple[int, int]) -> bool:
    """Whether a part of the text has more of these words than that. The rest is not counted when it is."""
    for word in words:
        if least < 0:
            break
        least -= data.count(word, *part)
    return least < 0


def _has_methods(node: ast.ClassDef, least: int) -> bool:
    """Whether it has so many, and not most of them tests or the visits of a visitor."""
    if node.name.startswith("Test"):
        return False
    names = [function.name for function in methods_of(node)]
    return len(set(names)) >= least and 2 * sum(name.startswith(FLAT) for name in names) <= len(names)
