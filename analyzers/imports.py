"""Imports that lead nowhere, names that nothing defines, imports that hide their failure, and rings of modules."""

from __future__ import annotations

import re
import sys
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import PurePosixPath
from zlib import crc32

from migrate.analyzers import Analyzer, Facts
from migrate.model import Finding, Json, Location, Rule, Severity
from migrate.python.imports import Import, Kind, ModuleGraph, import_rows, imports_unproven, parents_of
from migrate.python.modules import BUILD_FILES, Answer, Modules, bends, modules_of
from migrate.python.scopes import names_in
from migrate.python.source import Source
from migrate.workspace import Workspace

MODULE_ATTRIBUTES = frozenset({
    "__name__", "__doc__", "__file__", "__path__", "__package__", "__loader__", "__spec__", "__cached__", "__builtins__",
    "__dict__", "__class__", "__annotations__",
})  # fmt: skip
"""What every module has without a statement."""
EXCUSED = re.compile(r"#\s*(?:noqa(?!\s*:)|noqa\s*:.*\bF821|type:\s*ignore|pyright:|pylint:\s*disable)", re.IGNORECASE)
"""The author knows, and has said so on the line."""
SOMETIMES_THERE = frozenset({
    "bz2", "crypt", "ctypes", "curses", "dbm", "fcntl", "grp", "lzma", "msvcrt", "nis", "nt", "ossaudiodev", "posix", "pty", "pwd",
    "readline", "resource", "spwd", "sqlite3", "ssl", "syslog", "termios", "tkinter", "tty", "turtle", "winreg", "winsound",
    "zlib", "_winapi", "_curses", "_ssl",
})  # fmt: skip
"""Parts of the standard library that some platforms and builds lack: a handler around them has its reason."""
GIVEN_TO_ALL = re.compile(
    r"\bbuiltins(?:__)?\.(\w+)\s*=(?!=)|\bsetattr\(\s*builtins,\s*[\"'](\w+)|\bbuiltins(?:__)?\.__dict__\[[\"'](\w+)"
)
"""Names that a file puts among the builtins, for every other file to use."""
GIVEN = {"conf": frozenset({"tags"})}
"""Names that whoever executes a file of that stem puts into it (Sphinx)."""


class Imports(Analyzer):
    """What a tree's import statements promise and do not keep. Where it is not sure, it says nothing.

    Not sure: whatever a foreign star import, a module `__getattr__`, `exec` or `globals()` might bring; a module that has a
    compiled or generated form, is named in a build file, or lies in a namespace package.
    """

    facts_alone = True
    turn = 2
    rules = (
        Rule("unresolved-import", "An import of a module or name of the project that does not exist", Severity.ERROR),
        Rule("undefined-name", "A name that is used and defined nowhere", Severity.ERROR),
        Rule("hidden-import", "An import of the project's own code whose failure a handler hides"),
        Rule("import-cycle", "Modules that need each other in a ring while they are being imported"),
    )

    def collect(self, source: Source) -> Facts:
        names = names_in(source)
        pairs = zip(imports_unproven(source), import_rows(source), strict=True)
        rows = [row for item, row in pairs if item.is_star or not _is_stdlib(item)]
        missing = [] if names.open or source.path.suffix == ".pyi" else names.missing[:200]
        uses = [
            [use.name, use.line, use.scope, use.when]
            for use in missing
            if not EXCUSED.search(source.lines[use.line - 1]) and use.name not in GIVEN.get(source.path.stem, ())
        ]
        fact = {"imports": rows, "binds": " ".join(sorted(names.binds)), "open": int(names.open), "uses": uses}
        if b"builtins" in source.data and (given := set(filter(None, chain(*GIVEN_TO_ALL.findall(source.text))))):
            fact["given"] = sorted(given)
        if source.path.name in BUILD_FILES:
            fact["builds"] = crc32(source.data)
        if bends(source.data):
            fact["bends"] = 1
        return fact

    def conclude(self, facts: Mapping[PurePosixPath, Facts], workspace: Workspace) -> Iterable[Finding]:
        tree = _Tree(facts, modules_of(workspace))
        for file in tree.sources:
            for item in file.imports:
                yield from tree.unresolved(file, item)
            yield from tree.undefined(file)
        yield from tree.hidden()
        yield from tree.cycles()


def _is_stdlib(item: Import) -> bool:
    """Whether it imports a part of the standard library that every Python has."""
    top = item.target.partition(".")[0]
    return not item.level and top in sys.stdlib_module_names and top not in SOMETIMES_THERE


@dataclass(eq=False, slots=True)
class _File:
    """One file's facts, as the others see it."""

    path: PurePosixPath
    name: str
    root: str
    imports: list[Import]
    binds: frozenset[str]
    open: bool
    uses: Json
    stars: list[Import]


def _file(path: PurePosixPath, fact: Json, modules: Modules) -> _File:
    name = modules.name_of[path]
    package = path.name.startswith("__init__.")
    imports = [Import.from_json(row, name, package) for row in fact["imports"]]
    stars = [item for item in imports if item.is_star and not item.scope]
    binds = frozenset(fact["binds"].split())
    return _File(path, name, modules.root_of[path], imports, binds, bool(fact["open"]), fact["uses"], stars)


def _is_sure(item: Import) -> bool:
    """Whether importing the module runs the statement in any case, and fails with it."""
    return item.when == "import" and not (item.guarded or item.fallback or item.conditional)


class _Tree:
    """Everything that the files said, and what follows from it."""

    def __init__(self, facts: Mapping[PurePosixPath, Json], modules: Modules) -> None:
        self.modules = modules
        self.files = {path: _file(path, fact, modules) for path, fact in facts.items()}
        self.sources = [file for file in self.files.values() if str(file.path).endswith(".py")]
        self.named: dict[str, _File] = {}
        for root in modules.roots:
            for name, paths in modules.by_root[root].items():
                if paths[0].suffix == ".py" and paths[0] in self.files:
                    self.named.setdefault(name, self.files[paths[0]])
        packages = [name for name, file in self.named.items() if file.path.stem == "__init__"]
        self.graph = ModuleGraph({name: file.imports for name, file in self.named.items()}, packages)
        self.given = {name for fact in facts.values() for name in fact.get("given", ())}
        self.reasons: dict[str, str] = {}
        """Module → why importing it fails by its own mistake."""
        self._found: dict[tuple[str, str], tuple[_File | None, ...]] = {}

    # --- what a module has ---------------------------------------------------------------------------------------

    def find(self, module: str, root: str) -> tuple[_File | None, ...]:
        """The files of that module, seen from below that root; None for one that does not parse."""
        key = module, root
        if key not in self._found:
            self._found[key] = tuple(self.files.get(path) for path in self.modules.find_below(root, module))
        return self._found[key]

    def has(self, file: _File | None, name: str, seen: frozenset[_File] = frozenset()) -> bool | None:
        """Whether a module has that name, its own or by a star; None where it cannot be told."""
        if file is None:
            return None
        if name in file.binds or name in MODULE_ATTRIBUTES:
            return True
        answer: bool | None = None if file.open else False
        for star in file.stars if file not in seen else ():
            found = self.star_has(file, star, name, seen | {file})
            if found:
                return True
            if found is None:
                answer = None
        return answer

    def star_has(self, file: _File, star: Import, name: str, seen: frozenset[_File]) -> bool | None:
        """Whether that star import of the file brings the name; None where it cannot be told."""
        modules = self.find(star.target, file.root) if self.answer(star.target, file) == "here" else ()
        if not modules:
            return None
        answers = [self.has(module, name, seen) for module in modules]
        if True in answers or self.answer(f"{star.target}.{name}", file) in ("here", "unsure"):
            return True
        return None if None in answers else False

    def answer(self, module: str, file: _File) -> Answer:
        """Whether an import of that module can work in that file."""
        return self.modules.answer_below(file.root, module, file.name.partition(".")[0])

    # --- findings ------------------------------------------------------------------------------------------------

    def failures(self, file: _File, item: Import) -> Iterator[tuple[str, str]]:
        """(dotted name, why) for everything that the statement asks for and surely does not get."""
        if not item.target:
            return
        answer = self.answer(item.target, file)
        if answer == "absent":
            yield item.target, f"there is no module {item.target}"
        modules = self.find(item.target, file.root) if answer == "here" and not item.is_star else ()
        for name, _ in item.names if modules and file.name != item.target else ():
            if all(self.has(module, name) is False for module in modules):
                dotted = f"{item.target}.{name}"
                if self.answer(dotted, file) == "absent":
                    yield dotted, f"{item.target} has no {name}"

    def unresolved(self, file: _File, item: Import) -> Iterator[Finding]:
        """The statement's failures, unless something takes care of them."""
        if item.guarded or item.fallback:
            return
        for dotted, why in self.failures(file, item):
            if _is_sure(item):
                self.reasons.setdefault(file.name, why)
            severity = Severity.ERROR if item.when == "import" else Severity.WARNING
            if item.when == "typing":
                severity = Severity.INFO
            elif item.conditional:
                severity = Severity.WARNING
            yield _finding("unresolved-import", why, file, item, dotted, severity, {"name": dotted, "when": item.when})

    def hidden(self) -> Iterator[Finding]:
        """Imports of our own code inside a `try` that forgives an ImportError; one for a run of those that may well fail."""
        for file in self.sources:
            last: Import | None = None
            for item in file.imports:
                if not item.guarded or item.fallback or item.when == "typing":
                    continue
                failures = list(self.failures(file, item)) or self.failures_below(item)
                for dotted, why in failures:
                    said = f"the import of {dotted} never works, and a handler hides it: {why}"
                    metrics = {"name": dotted, "resolves": False}
                    yield _finding("hidden-import", said, file, item, dotted, Severity.ERROR, metrics)
                if failures or not self._is_plain(file, item):
                    continue
                if last is None or (last.scope, last.end_line + 1) != (item.scope, item.line):
                    yield self._forgiven(file, item)
                last = item

    def _forgiven(self, file: _File, item: Import) -> Finding:
        """An import that works, in a `try` that would say nothing if it did not."""
        foreign = self.foreign(file, item)
        needs = f"which needs {foreign} from elsewhere" if foreign else "where nothing but a mistake can fail"
        same_package = item.target.partition(".")[0] == file.name.partition(".")[0]
        severity = Severity.WARNING if same_package and not foreign else Severity.INFO
        said = f"a handler hides a failing import of {item.target}, {needs}"
        metrics = {"name": item.target, "resolves": True, "needs": foreign}
        return _finding("hidden-import", said, file, item, item.target, severity, metrics)

    def _is_plain(self, file: _File, item: Import) -> bool:
        """Whether the module is there, as source that nobody has to build or generate first."""
        if not item.target or self.answer(item.target, file) != "here":
            return False
        names = [item.target, *(f"{item.target}.{name}" for name, _ in item.names)]
        paths = [path for name in names for path in self.modules.find_below(file.root, name)]
        return any(path.suffix == ".py" for path in paths) and not any(map(self.modules.is_made, paths))

    def failures_below(self, item: Import) -> list[tuple[str, str]]:
        """(module, why) for a module that the statement loads and that cannot be imported itself."""
        return sorted((module, self.broken[module]) for module in self.graph.resolve(item) & self.broken.keys())[-1:]

    @cached_property
    def broken(self) -> dict[str, str]:
        """Module → why importing it surely fails, its own mistake or that of a module that it needs.

        To be asked for after `unresolved` has seen every statement.
        """
        reasons = dict(self.reasons)
        users: dict[str, set[str]] = {}
        for name, needs in self.graph.edges().items() if reasons else ():
            for needed in needs:
                users.setdefault(needed, set()).add(name)
        waiting = sorted(reasons)
        while waiting:
            failing = waiting.pop()
            for user in sorted(users.get(failing, ())):
                if user not in reasons and self._surely_needs(user, failing):
                    reasons[user] = reasons[failing]
                    waiting.append(user)
        return reasons

    def _surely_needs(self, module: str, needed: str) -> bool:
        """Whether importing the module surely imports the other."""
        return any(needed in self.graph.needs(module, item) for item in self.named[module].imports if _is_sure(item))

    def foreign(self, file: _File, item: Import) -> str:
        """A module that is not here and that the imported ones need to be imported, if there is one."""
        loaded = {file.name, *parents_of(file.name)}
        waiting = sorted(self.graph.needs(file.name, item, "all") - loaded)
        while waiting:
            name = waiting.pop(0)
            if name in loaded:
                continue
            loaded.add(name)
            for inner in self.named[name].imports:
                if self._is_foreign(self.named[name], inner):
                    return inner.target
            waiting += sorted(self.graph.edges()[name])
        return ""

    def _is_foreign(self, file: _File, item: Import) -> bool:
        if item.when != "import" or item.guarded or not item.target or _is_stdlib(item):
            return False
        return self.answer(item.target, file) in ("outside", "unsure")

    def undefined(self, file: _File) -> Iterator[Finding]:
        """Names that neither the file nor its star imports bind."""
        stars = [item for item in file.imports if item.is_star]
        for name, line, scope, when in file.uses:
            if name in self.given or any(
                self.star_has(file, star, name, frozenset((file,))) is not False for star in stars
            ):
                continue
            severity = {"import": Severity.ERROR, "typing": Severity.INFO}.get(when, Severity.WARNING)
            said = {
                "import": "the module cannot be imported",
                "call": "a call that comes here fails",
                "main": "running the file fails",
                "typing": "only an annotation that is never evaluated names it",
            }[when]
            yield Finding(
                "undefined-name",
                f"{name} is defined nowhere: {said}",
                (Location(file.path, line, line, scope),),
                f"{file.path}::{scope} {name}",
                severity,
                {"name": name, "when": when},
            )

    def cycles(self) -> Iterator[Finding]:
        """Rings of modules: those that close while importing, then those that only a call closes."""
        at_import = self.graph.cycles("import-time")
        for ring in at_import:
            yield self._cycle(ring, "import-time", Severity.WARNING)
        for ring in self.graph.cycles("run-time"):
            if ring not in at_import:
                yield self._cycle(ring, "run-time", Severity.INFO)

    def _cycle(self, ring: tuple[str, ...], kind: Kind, severity: Severity) -> Finding:
        chain = shortest_cycle(self.graph.edges(kind), ring)
        places = [self._edge(*pair, kind) for pair in zip(chain, (*chain[1:], chain[0]), strict=True)]
        shown = " → ".join((*chain, chain[0]))
        more = f" ({len(ring)} modules are in the ring)" if len(ring) > len(chain) else ""
        said = "import each other" if kind == "import-time" else "need each other, though not all of it while importing"
        return Finding(
            "import-cycle",
            f"{shown} {said}{more}",
            tuple(places),
            f"{kind}: {' '.join(ring)}",
            severity,
            {"modules": ring, "chain": chain, "kind": kind},
        )

    def _edge(self, module: str, needed: str, kind: Kind) -> Location:
        """The first statement for which the one module needs the other."""
        file = self.named[module]
        item = next(item for item in file.imports if needed in self.graph.needs(module, item, kind))
        return Location(file.path, item.line, item.end_line, item.scope)


def _finding(
    code: str, said: str, file: _File, item: Import, dotted: str, severity: Severity, metrics: Json
) -> Finding:
    where = Location(file.path, item.line, item.end_line, item.scope)
    return Finding(code, said, (where,), f"{file.path}::{item.scope} {dotted}", severity, metrics)


def shortest_cycle(edges: Mapping[str, Collection[str]], ring: Collection[str]) -> tuple[str, ...]:
    """The shortest way round through the first module of a ring (by name) that lies on one of the least length."""
    inside = set(ring)
    best: tuple[str, ...] = ()
    for start in sorted(ring):
        before: dict[str, str] = {}
        waiting = deque([start])
        while waiting and start not in before:
            node = waiting.popleft()
            for target in sorted(inside.intersection(edges.get(node, ()))):
                if target not in before:
                    before[target] = node
                    waiting.append(target)
        chain = [start]
        while (node := before[chain[-1]]) != start:
            chain.append(node)
        found = (start, *reversed(chain[1:]))
        if not best or len(found) < len(best):
            best = found
        if len(best) == 2:
            break
    return best
