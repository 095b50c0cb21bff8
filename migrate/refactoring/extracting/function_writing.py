"""Writes an extracted function into its module, and calls or imports of it in its places' stead."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from migrate.model import Location, Move
from migrate.python.edits import Edit, apply_edits, newline_of
from migrate.python.source import Source
from migrate.refactoring.draft import Draft
from migrate.refactoring.extracting.function_holes import COLUMNS
from migrate.refactoring.extracting.function_places import RANGE, Site, find_site, find_sites, holds_text, stands_there
from migrate.refactoring.extracting.functions import Extraction, Prediction, Wishes, extraction_of, unit_of
from migrate.refactoring.imports.adding import ImportAdding, Wanted
from migrate.refactoring.merging.weaving import unbound
from migrate.refactoring.moving.arrival import own_start
from migrate.refactoring.moving.plan import take_over
from migrate.refactoring.refused import Refused
from migrate.refactoring.rules.imports_needed import Askers, no_longer_used, without
from migrate.refactoring.symbols import is_name
from migrate.refactoring.units import units_of
from migrate.references.index import Index
from migrate.references.names import Module, Names
from migrate.workspace import Workspace

BLANK = re.compile(rb"(?:[ \t\f]*(?:\r\n|\r|\n))*")
MOST_TRIES = 8


def predicted(index: Index, sites: Sequence[Site], wishes: Wishes) -> Prediction:
    """What the extraction would do, without writing. Raises Refused where it would refuse for what the places hold."""
    return extraction_of(index, sites, wishes).predicted()


def extract(draft: Draft, places: Sequence[str], wishes: Wishes) -> None:
    """Make the function and its calls in the draft; tables tell the holes and the lines, whatever comes of it."""
    if _is_done(draft, places, wishes):
        return
    sites = find_sites(draft.index, places)
    path = _path_of(draft, sites, wishes)
    _check_free(draft.index, sites, wishes)
    apart: set[str] = set()
    for _ in range(MOST_TRIES):
        extraction = extraction_of(draft.index, sites, wishes, apart)
        try:
            workspace = _Writing(draft, extraction, path).work()
        except _NotThere as error:
            apart.add(error.name)
            continue
        _tell(draft, extraction, workspace)
        take_over(draft, workspace)
        return
    raise Refused("import-ring", f"`{wishes.module}` cannot have {', '.join(sorted(apart))}", "choose another `into`")


class _NotThere(Exception):
    """The function's module cannot import a name: it must be given to the function."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def _is_done(draft: Draft, places: Sequence[str], wishes: Wishes) -> bool:
    """Whether the function is there and all of the places ask for it. A run of lines is then not found any more."""
    index = draft.index
    home = index.names.module(wishes.module)
    if home is None or wishes.name not in home.namespace:
        return False
    asking = {item.path for item in index.references(wishes.into)} | {home.path}
    for place in places:
        found = RANGE.fullmatch(place)
        if found:
            if PurePosixPath(found["path"]) not in asking:
                return False
            made = home.namespace[wishes.name][-1]
            is_there = isinstance(made, ast.stmt) and holds_text(home, made, place)
            if stands_there(index, place) and not is_there:
                return False
            continue
        if place != wishes.into and not _calls(index, place, wishes):
            return False
    draft.note(f"`{wishes.into}` stands for all of the places already")
    return True


def _calls(index: Index, dotted: str, wishes: Wishes) -> bool:
    """Whether the function is the new one by another name, or asks for it."""
    meaning = index.names.meaning(dotted)
    wanted = index.names.meaning(wishes.into)
    if meaning == wanted or _is_alias(index, dotted, wishes):
        return True
    try:
        site = find_site(index, dotted)
    except Refused:
        return False
    nodes = {id(part) for node in site.nodes for part in ast.walk(node)}
    return any(
        reference.use is not None and id(reference.use.name) in nodes
        for reference in index.references(wishes.into)
        if reference.path == site.module.path
    )


def _is_alias(index: Index, dotted: str, wishes: Wishes) -> bool:
    """Whether the name's own module says that it is the new function."""
    home, _, name = dotted.rpartition(".")
    module = index.names.module(home)
    nodes = module.source.tree.body if module else ()
    return home == wishes.module and any(
        isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Name)
        and node.value.id == wishes.name
        and any(isinstance(target, ast.Name) and target.id == name for target in node.targets)
        for node in nodes
    )


def _path_of(draft: Draft, sites: Sequence[Site], wishes: Wishes) -> PurePosixPath:
    """The file of the function's module. Raises Refused where there can be none."""
    names = draft.index.names
    path = names.path_of(wishes.module)
    parts = wishes.module.split(".")
    if not all(map(is_name, parts)) and any(site.module.path != path for site in sites):
        raise Refused("no-module-name", f"nothing can import `{wishes.module}`", "choose another `into`")
    if path is not None:
        if names.module(wishes.module) is None:
            raise Refused("syntax-error", f"{path} cannot be parsed", "mend the file first", Location(path))
        return path
    if names.is_module(wishes.module):
        raise Refused("name-taken", f"`{wishes.module}` is a folder of modules", "choose another `into`")
    parent, _, leaf = wishes.module.rpartition(".")
    home = names.module(parent) if parent else None
    if parent and home is None and not names.is_module(parent):
        raise Refused("no-such-module", f"there is no package `{parent}`", "choose an `into` in one that is there")
    if home is not None and (not home.package or leaf in home.namespace):
        raise Refused(
            "name-taken", f"`{wishes.module}` cannot be a module beside what is there", "choose another `into`"
        )
    site = sites[0].module
    depth = len(site.name.split(".")) + site.package
    found = site.path.parents[depth - 1].joinpath(*parts).with_suffix(".py")
    if draft.workspace.exists(found):
        raise Refused("name-taken", f"{found} is there already", "choose another `into`", Location(found))
    return found


def _check_free(index: Index, sites: Sequence[Site], wishes: Wishes) -> None:
    """Raise Refused where the name means something in the function's module."""
    home = index.names.module(wishes.module)
    if home is None or not home.name:
        return
    if wishes.name in home.namespace or index.names.member(wishes.module, wishes.name) is not None:
        node = home.namespace.get(wishes.name, [None])[0]
        where = Location(home.path, getattr(node, "lineno", 1))
        raise Refused("name-taken", f"`{wishes.into}` is there already", "choose another name", where)


class _Writing:
    """One extraction written over a tree, which stays as it is."""

    def __init__(self, draft: Draft, extraction: Extraction, path: PurePosixPath) -> None:
        self.draft = draft
        self.index = draft.index
        self.extraction = extraction
        self.wishes = extraction.wishes
        self.path = path

    def work(self) -> Workspace:
        """The tree with the function and the calls. Raises Refused, _NotThere."""
        workspace = self._placed()
        workspace = self._imported(workspace)
        workspace = self._cleaned(workspace)
        self._judge(workspace)
        if self.extraction.are_equal:
            for site in self.extraction.sites:
                old = f"{site.module.name}.{site.function.name}"
                self.draft.moves.append(Move(old, self.wishes.into, "symbol", "reexport"))
                self.draft.note(f"{site.where}: `{old}` is `{self.wishes.into}` by another name now")
        return workspace

    # the function and the calls

    def _placed(self) -> Workspace:
        edits: dict[PurePosixPath, list[Edit]] = {}
        for which, site in enumerate(self.extraction.sites):
            path, at = site.module.path, site.module.positions
            if self.extraction.are_equal:
                edits.setdefault(path, []).append(self._without(site))
            else:
                text = self._text(self.extraction.call(which), at.data)
                end = site.member.end
                if not at.data[:end].endswith((b"\n", b"\r")):
                    text = text.rstrip("\r\n")
                edits.setdefault(path, []).append(Edit(site.member.start, end, at.encode(text)))
        if self.draft.workspace.exists(self.path) and not (self.extraction.are_equal and self.path in edits):
            module = self.index.names.file(self.path)
            edits.setdefault(self.path, []).append(self._insertion(module))
        workspace = self.draft.workspace
        changes = [workspace.change(path, apply_edits(workspace.read(path), found)) for path, found in edits.items()]
        if not workspace.exists(self.path):
            data = self.extraction.sites[0].module.source.data
            changes.append(workspace.change(self.path, self._text(self.extraction.definition(), data).encode()))
        return workspace.with_changes(changes)

    def _text(self, text: str, data: bytes) -> str:
        return text.replace("\n", newline_of(data).decode())

    def _without(self, site: Site) -> Edit:
        """The function taken out; in the function's own module another name for it stands there."""
        unit, at = unit_of(site), site.module.positions
        if site.module.path == self.path:
            text = f"{site.function.name} = {self.wishes.name}\n"
            if site is min(self._at_home, key=lambda item: item.member.start):
                text = f"{self.extraction.definition()}\n\n{text}"
            return Edit(unit.code, unit.end, at.encode(self._text(text, at.data)))
        data, start = at.data, own_start(site.module, unit)
        kept = len(data[unit.start : start].rstrip())
        if not kept:
            return Edit(unit.start, unit.end, b"")
        ending = re.compile(rb"\r\n|\r|\n").match(data, unit.start + kept)
        return Edit(ending.end() if ending else unit.start + kept, unit.end, b"")

    @property
    def _at_home(self) -> list[Site]:
        """The places in the function's own module."""
        return [site for site in self.extraction.sites if site.module.path == self.path]

    def _insertion(self, module: Module) -> Edit:
        """The function before the first of the module's own places, or at its end."""
        at, data = module.positions, module.source.data
        step = (
            "\t" if re.search(rb"^\t", data, re.MULTILINE) and not re.search(rb"^ +\S", data, re.MULTILINE) else "    "
        )
        text = self._text(self.extraction.definition(step), data)
        gap = newline_of(data).decode()
        starts = [site.member.start for site in self._at_home]
        units = units_of(module)
        if starts:
            unit = next(unit for unit in units if unit.code <= min(starts) < unit.end)
            start = own_start(module, unit)
            return Edit(start, start, at.encode(text + gap * 2))
        main = next((unit for unit in units if unit.kind == "main"), None)
        if main:
            blank = BLANK.match(data, main.start)
            start = blank.end() if blank else main.start
            return Edit(start, start, at.encode(text + gap * 2))
        kept = data.rstrip()
        lead = gap * 3 if kept else ""
        return Edit(len(kept), len(data), at.encode(lead + text))

    # imports

    def _imported(self, workspace: Workspace) -> Workspace:
        index = Index(workspace)
        adding = ImportAdding(index)
        home = index.names.file(self.path)
        wanted = self.extraction.having.wanted
        used = {name for name in wanted if name in _read_in(home, self.wishes.name)}
        for name in sorted(used):
            try:
                adding.edits(home, [wanted[name]])
            except Refused as error:
                if error.refusal.code in ("import-ring", "name-taken"):
                    raise _NotThere(name) from error
                raise
        edits = adding.edits(home, [wanted[name] for name in sorted(used)])
        workspace = workspace.with_changes([workspace.change(self.path, apply_edits(home.source.data, edits))])
        index = Index(workspace)
        adding = ImportAdding(index)
        for path, asked in self._asked().items():
            module = index.names.file(path)
            try:
                edits = adding.edits(module, asked)
            except Refused as error:
                if error.refusal.code == "import-ring" and (further := list(filter(self._leads_back, sorted(used)))):
                    raise _NotThere(further[0]) from error
                raise
            workspace = workspace.with_changes([workspace.change(path, apply_edits(module.source.data, edits))])
        return workspace

    def _leads_back(self, name: str) -> bool:
        """Whether the import of this name is one of the tree: it may be what closes a ring."""
        return self.index.names.is_ours(self.extraction.having.wanted[name].module)

    def _asked(self) -> dict[PurePosixPath, list[Wanted]]:
        """What the files of the places import of the function's module."""
        found: dict[PurePosixPath, list[Wanted]] = {}
        for site in self.extraction.sites:
            if site.module.path == self.path:
                continue
            asname = site.function.name if self.extraction.are_equal and site.function.name != self.wishes.name else ""
            one = Wanted(self.wishes.module, self.wishes.name, asname)
            if one not in found.setdefault(site.module.path, []):
                found[site.module.path].append(one)
        return found

    def _cleaned(self, workspace: Workspace) -> Workspace:
        """The tree without the imports that only the places used."""
        names, changes = Names(workspace), []
        askers = Askers(names)
        for path in sorted({site.module.path for site in self.extraction.sites}):
            after = names.file(path)
            found = no_longer_used(self.index.names.file(path), after)
            gone = [alias for _, alias, bound in found if not askers.ask(bound, after.name)]
            if gone:
                changes.append(
                    workspace.change(path, _settled(after, apply_edits(after.source.data, without(after, gone))))
                )
        return workspace.with_changes(changes)

    # the last look

    def _judge(self, workspace: Workspace) -> None:
        """Raise Refused for what would not parse, and for names that nothing binds."""
        names = Names(workspace)
        for path in sorted({self.path, *(site.module.path for site in self.extraction.sites)}):
            module = names.file(path)
            try:
                lost = unbound(module)
            except SyntaxError as error:
                where = Location(path, error.lineno or 1)
                raise Refused(
                    "broken-result", f"{path} would not parse: {error.msg}", "report this as a bug", where
                ) from error
            if self.draft.workspace.exists(path):
                lost -= unbound(self.index.names.file(path))
            if lost:
                where = Location(path)
                raise Refused(
                    "lost-name", f"{path} would use `{min(lost)}`, which nothing binds", "report this as a bug", where
                )


def _settled(module: Module, text: bytes) -> bytes:
    """The text with one blank line at most above its first import: those above it may have gone."""
    again = Module(Source(module.path, text, module.name, package=module.package))
    nodes = again.source.tree.body
    first = next((node for node in nodes if isinstance(node, ast.Import | ast.ImportFrom)), None)
    if first is None:
        return text
    start = again.positions.line_start(first.lineno)
    above = text[:start].rstrip()
    blank = newline_of(text) * (2 if above else 0)
    return above + blank + text[start:] if len(text[:start]) - len(above) > len(blank) else text


def _read_in(module: Module, name: str) -> set[str]:
    """What a function at the top of a module reads from outside of it."""
    nodes = [node for node in module.source.tree.body if getattr(node, "name", "") == name]
    return set().union(*(module.free(node) for node in nodes))


def _tell(draft: Draft, extraction: Extraction, workspace: Workspace) -> None:
    """The tables; raises Refused where fewer lines go than the plan wants."""
    columns = (*COLUMNS, *(site.written for site in extraction.sites))
    if extraction.parameters:
        draft.table("holes", columns, (item.row for item in extraction.parameters))
    rows: list[tuple[str, int, int]] = []
    before = draft.workspace
    for path, text in sorted(workspace.overlay.items()):
        old = before.read(path) if before.exists(path) else b""
        if old != text:
            rows.append((str(path), len(old.splitlines()), len((text or b"").splitlines())))
    saving = sum(row[1] - row[2] for row in rows)
    draft.table(
        "lines", ("file", "before", "after"), [*rows, ("all", sum(row[1] for row in rows), sum(row[2] for row in rows))]
    )
    if saving < extraction.wishes.min_saving:
        where = extraction.sites[0].where
        counted = f"{saving} lines would go" if saving >= 0 else f"{-saving} lines more there would be"
        reason = f"{counted}, and `min_saving` is {extraction.wishes.min_saving}"
        raise Refused("small-saving", reason, "leave the places as they are, or say `min_saving` lower", where)
