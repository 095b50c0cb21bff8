"""Runs of `x = f(x)` calls of old passes become one call of a pipeline; every other use of the passes is told."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from migrate.model import Location
from migrate.python.edits import Edit, apply_edits, newline_of
from migrate.python.source import Source
from migrate.refactoring.calls.binding import bind
from migrate.refactoring.calls.links import (
    Done,
    File,
    Item,
    Link,
    Pass,
    comment_beside,
    comments_between,
    default_of,
    goes_on,
    has_comment,
    is_fixed,
    looked_at,
)
from migrate.refactoring.calls.sites import find_function, implementation
from migrate.refactoring.draft import Draft
from migrate.refactoring.imports.folding import fold_imports
from migrate.refactoring.left.modules import served, table_of
from migrate.refactoring.refused import Refused
from migrate.refactoring.rules.imports_needed import Askers, ImportsNeeded, Place, no_longer_used, split, without
from migrate.refactoring.rules.matching import Reading
from migrate.refactoring.templates import BUILTINS, Template
from migrate.references.cycles import Loading
from migrate.references.names import Meaning, Module, Names

WIDTH = 100
BRANCHES = {
    ast.If: "an `if`", ast.For: "a loop", ast.AsyncFor: "a loop", ast.While: "a loop", ast.Try: "a `try`", ast.With: "a `with`",
    ast.ExceptHandler: "a handler", ast.AsyncWith: "a `with`", ast.match_case: "a `case`",
}  # fmt: skip


class Collapsing:
    """One set of old passes and the call that does the same."""

    def __init__(self, draft: Draft, passes: Mapping[str, str], to: Template, shortest: int, in_order: bool) -> None:
        self.draft = draft
        self.index = draft.index
        self.names = draft.index.names
        self.to = to
        self.shortest = shortest
        self.listed = "passes" in to.arguments
        self.in_order = in_order or not self.listed
        self.passes: dict[Meaning, Pass] = {}
        for dotted, text in passes.items():
            entry = Template(text, dotted.rpartition(".")[2]) if text else None
            self.passes[self._meaning(dotted)] = Pass(dotted, entry, self._parameters(dotted))
        self.order = list(self.passes.values())
        self.homes = {self.names.path_of(meaning.module) for meaning in self.passes}
        self.rows: list[tuple[str, str, str]] = []
        self.gained: list[str] = []

    def run(self, paths: Collection[PurePosixPath], refuse: bool) -> None:
        """Collapse every run in these files. Stragglers are told in a table, or refused."""
        self._check_dotted()
        users = {reference.path for dotted in self._dotted() for reference in self.index.references(dotted)}
        outside = 0
        for path in sorted(users):
            if path in paths:
                module = self.draft.module(path)
                if module is not None:
                    self._file(module, refuse)
            else:
                outside += sum(1 for _ in self._uses(path))
        if outside:
            self.draft.note(f"{outside} uses of the old passes lie outside `paths`")
        if self.rows:
            self.draft.table("Calls of the old passes that stay", ("place", "pass", "why"), self.rows)
        if self.gained and not self.draft.refusals:
            self._check_rings()

    # what is meant

    def _dotted(self) -> Iterator[str]:
        yield from (meaning.dotted for meaning in self.passes)

    def _meaning(self, dotted: str) -> Meaning:
        home, _, name = dotted.rpartition(".")
        found = self.names.member(home, name) if self.names.is_module(home) else self.names.meaning(dotted)
        if found is None or not found.name:
            find_function(self.index, dotted)  # refuses it
            raise Refused("no-function", f"`{dotted}` is no function", "name the old passes by their whole names")
        return found

    def _parameters(self, dotted: str) -> ast.arguments:
        meaning = self._meaning(dotted)
        home = self.names.module(meaning.module)
        table = table_of(home.source.tree) if home else None
        if table and meaning.name in table.entries:
            return self._parameters(table.entries[meaning.name].new)
        symbol = find_function(self.index, meaning.dotted)
        node = implementation(symbol)
        if isinstance(node, ast.AsyncFunctionDef):
            raise Refused("async-function", f"`{dotted}` must be awaited", "leave it out of `passes`", symbol.where)
        if not [*node.args.posonlyargs, *node.args.args]:
            raise Refused("no-parameter", f"`{dotted}` takes nothing to work on", "leave it out", symbol.where)
        return node.args

    def _check_dotted(self) -> None:
        """Raise Refused where the new call or an entry names what is not there."""
        for template in [self.to, *(item.entry for item in self.order if item.entry)]:
            for _, dotted in template.dotted():
                if self._is_dotted(dotted):
                    split(self.index, dotted, "from")

    def _is_dotted(self, dotted: str) -> bool:
        return self.names.is_ours(dotted) or dotted.partition(".")[0] not in BUILTINS

    # one file

    def _file(self, module: Module, refuse: bool) -> None:
        reading = Reading(self.names, module)
        calls = [node for node in reading.by_type.get(ast.Call, ()) if isinstance(node, ast.Call)]
        meant = ((call, reading.meaning(call.func)) for call in calls)
        file = File(reading, {id(call): self.passes[what] for call, what in meant if what in self.passes})
        needed, edits = ImportsNeeded(reading), []
        for block in reading.blocks:
            for links in self._runs(file, block):
                edits.append(self._collapsed(file, links, needed))
                file.collapsed.update(id(call) for link in links for call in link.calls)
        self._stragglers(file, refuse)
        if edits and not self.draft.refusals:
            self.draft.edit(module.path, *edits, *needed.edits(self.index))
            self.gained += [module.name] if needed.new and module.name else []
            self._clean(module, {target for target, name, _ in needed.new if name})

    def _clean(self, module: Module, targets: Collection[str]) -> None:
        """Have one import of each of these modules, and none that the file used and uses no more (but for others)."""
        after = _again(module, self.draft.text(module.path))
        askers = Askers(self.names)
        gone = [
            alias
            for site, alias, bound in no_longer_used(module, after)
            if site.scope.kind != "module" or not askers.ask(bound, module.name)
        ]
        data = apply_edits(after.source.data, without(after, gone))
        for target in sorted(targets):
            data = fold_imports(_again(module, data), target, (), lambda _: None)
        self.draft.write(module.path, data)

    def _runs(self, file: File, block: Sequence[ast.stmt]) -> Iterator[list[Link]]:
        """Every run in these statements that can be collapsed."""
        run: list[Link] = []
        for node in block:
            link = self._link(file, node)
            if run and (link is None or not goes_on(run[-1], link)):
                yield from self._whole(file, run)
                run = []
            if link is not None:
                run.append(link)
        if run:
            yield from self._whole(file, run)

    def _whole(self, file: File, run: list[Link]) -> Iterator[list[Link]]:
        why = self._in_itself(file, run[0]) or self._unlike(file, run) or looked_at(file, run)
        if why:
            file.why.update({id(call): why for link in run for call in link.calls})
        else:
            yield run

    def _unlike(self, file: File, run: list[Link]) -> str:
        """Why the new call would not do what the run does; empty where it would."""
        done = [item.what for link in run for item in link.done]
        if len(done) < self.shortest:
            return self._alone(file, run) if len(done) == 1 else f"only {len(done)} stand in a row"
        if not self.listed and done != self.order:
            return "the new call does all passes in the table's order, and here are others"
        places = [self.order.index(item) for item in done]
        return "they stand in another order" if self.in_order and places != sorted(places) else ""

    def _in_itself(self, file: File, link: Link) -> str:
        """Why a run must stay that is a part of what the new call calls."""
        around = ".".join([file.module.name, *file.reading.around(link.node)])
        for _, dotted in self.to.dotted():
            meaning = self.names.meaning(dotted)
            if meaning and meaning.name and f"{around}.".startswith(f"{meaning.dotted}."):
                return "it stands in what the new call calls"
        return ""

    def _alone(self, file: File, run: list[Link]) -> str:
        parent = file.reading.parents[id(run[0].node)][0]
        where = BRANCHES.get(type(parent), "")
        return f"it stands alone in {where}" if where else "it stands alone"

    def _link(self, file: File, node: ast.stmt) -> Link | None:
        """The statement as a link; None where it is none, with the reason for its calls."""
        match node:
            case ast.Assign(targets=[ast.Name(id=target)], value=ast.Call() as value):
                pass
            case ast.Return(value=ast.Call() as value):
                target = ""
            case _:
                return None
        calls: list[ast.Call] = []
        done: list[Done] = []
        inner: ast.expr = value
        while isinstance(inner, ast.Call) and (what := file.calls.get(id(inner))):
            calls.append(inner)
            given, why = self._given(file, inner, what, target)
            if given is None:
                file.why.update({id(call): why for call in calls})
                return None
            done.append(given[0])
            inner = given[1]
        if not calls:
            return None
        why = self._unfit(file, node, target, inner)
        if why:
            file.why.update({id(call): why for call in calls})
            return None
        assert isinstance(node, ast.Assign | ast.Return)
        return Link(node, target, inner, tuple(reversed(done)), tuple(calls))

    def _unfit(self, file: File, node: ast.stmt, target: str, source: ast.expr) -> str:
        """Why a statement that hands something through passes can be no link; empty where it can."""
        at = file.module.positions
        before = at.data[at.line_start(node.lineno) : at.start(node)]
        rest = at.data[at.end(node) : at.line_start((node.end_lineno or 0) + 1)].strip()
        if before.strip() or (rest and not rest.startswith(b"#")):
            return "it shares its line with other code"
        if b"#" in at.data[at.start(node) : at.end(node)] and has_comment(at.data[at.start(node) : at.end(node)]):
            return "a comment stands inside the call"
        scope = file.reading.scope(node)
        if target and target in scope.globals | scope.nonlocals:
            return f"`{target}` is not the function's own, and others may look at it in between"
        if any(isinstance(part, ast.Await | ast.Yield | ast.YieldFrom | ast.NamedExpr) for part in ast.walk(source)):
            return "what it works on is awaited, yielded or bound in the call"
        return ""

    def _given(self, file: File, call: ast.Call, what: Pass, target: str) -> tuple[tuple[Done, ast.expr] | None, str]:
        """The call with what it works on; or why it stays."""
        bound = bind(what.parameters, call.args, call)
        if bound.misfit or bound.stars or bound.maps or bound.extra or bound.keywords:
            return None, "its arguments do not tell which parameters they fill"
        given = dict(bound.given)
        source = given.pop(what.threaded, None)
        if source is None:
            return None, f"it is called without `{what.threaded}`"
        wanted = what.entry.arguments if what.entry else frozenset()
        if more := sorted(given.keys() - wanted):
            return None, f"it is called with another argument, `{more[0]}`, which the new call does not take"
        texts = {}
        for name in wanted:
            value = given.get(name) or default_of(what.parameters, name)
            if value is None or not is_fixed(value, target):
                return None, f"its argument `{name}` is no constant and no plain name"
            texts[name] = file.text(value) if name in given else ast.unparse(value)
        return (Done(what, texts), source), ""

    # the new call

    def _collapsed(self, file: File, links: Sequence[Link], needed: ImportsNeeded) -> Edit:
        at, first, last = file.module.positions, links[0].node, links[-1].node
        reading = file.reading
        later = any(
            isinstance(up, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) for up, _, _ in reading.above(first)
        )
        place = Place(reading.scope(first), first.lineno, later)
        items: list[Item] = []
        for count, link in enumerate(links):
            above = comments_between(file.module, links[count - 1].node, link.node) if count else []
            beside = comment_beside(file.module, link.node)
            texts = [text for step in link.done if (text := self._entry(step, needed, place))]
            items += [Item([], text) for text in texts] or ([Item([])] if above or beside else [])
            if above or beside:
                items[-max(len(texts), 1)].above += above
                items[-1].beside = beside
        indent = at.decode(at.data[at.line_start(first.lineno) : at.start(first)])
        source = file.text(links[0].source)
        target = links[-1].target
        head = f"{target} = " if target else "return "
        call = self._call(source, items, needed, place, indent, head)
        if not self.listed:
            comments = [comment for item in items for comment in (*item.above, item.beside) if comment]
            head = "".join(f"{comment}\n{indent}" for comment in comments) + head
        end = at.end(last)
        line = at.data[end : at.line_start((last.end_lineno or 0) + 1)]
        stop = end + len(line.rstrip(b"\r\n"))
        return Edit(at.start(first), stop, at.encode((head + call).replace("\n", newline_of(at.data).decode())))

    def _call(
        self, source: str, items: Sequence[Item], needed: ImportsNeeded, place: Place, indent: str, head: str
    ) -> str:
        spelled = self._spelled(self.to, needed, place)
        line = self.to.written(spelled, {"x": source, "passes": ", ".join(item.text for item in items if item.text)})
        plain = not self.listed or not any(item.above or item.beside for item in items)
        if not self.listed or (plain and len(indent) + len(head) + len(line) <= WIDTH):
            return line
        inner = indent + ("\t" if indent.startswith("\t") else "    ")
        last = next((item for item in reversed(items) if item.text), None)
        comma = "," if self.to.closes_after("passes") else ""
        listed = "".join(item.lines(inner, comma if item is last else ",") for item in items)
        return self.to.written(spelled, {"x": source, "passes": f"\n{listed}{indent}"})

    def _spelled(self, template: Template, needed: ImportsNeeded, place: Place) -> dict[str, str]:
        return {
            dotted: needed.spelled(split(self.index, dotted, "from"), place)
            for _, dotted in template.dotted()
            if self._is_dotted(dotted)
        }

    def _entry(self, step: Done, needed: ImportsNeeded, place: Place) -> str:
        template = step.what.entry
        if template is None:
            return ""
        return template.written(self._spelled(template, needed, place), step.arguments)

    # what stays

    def _stragglers(self, file: File, refuse: bool) -> None:
        at = file.module.positions
        calls = {
            at.end(call.func): call for call in file.reading.by_type.get(ast.Call, ()) if isinstance(call, ast.Call)
        }
        for line, end, what in self._uses(file.module.path):
            call = calls.get(end)
            if call is not None and id(call) in file.collapsed:
                continue
            why = file.why.get(id(call)) if call is not None else "it is used without being called"
            why = why or self._elsewhere(file, call)
            where = Location(file.module.path, line)
            if refuse:
                self.draft.refuse(
                    "straggler",
                    f"{where}: a call of `{what}` stays: {why}",
                    'say `stragglers = "list"`, or mend the place',
                    where,
                )
            self.rows.append((str(where), what, why))

    def _elsewhere(self, file: File, call: ast.Call | None) -> str:
        parent = file.reading.parents[id(call)][0]
        match parent:
            case ast.Expr():
                return "its result is dropped"
            case ast.Assign(targets=[ast.Attribute()]) | ast.Assign(targets=[ast.Subscript()]):
                return "its result goes into an object, which others may look at in between"
            case ast.Assign():
                return "its result goes to several names"
            case ast.AnnAssign():
                return "its result has an annotation"
            case ast.Await():
                return "it is awaited"
        return "it stands inside another expression"

    def _uses(self, path: PurePosixPath) -> Iterator[tuple[int, int, str]]:
        """(line, end of its name, the pass) for each use of a pass in the file; imports and definitions are none."""
        own = served(self.names.file(path).source.tree) if path in self.homes else frozenset()
        for reference in self.index.in_file(path):
            what = self.passes.get(reference.meaning)
            if reference.use and id(reference.use.name) in own:
                continue  # a table of moved names says it
            if what and reference.form in ("name", "attribute", "string", "setattr"):
                yield reference.line, reference.end, what.dotted

    def _check_rings(self) -> None:
        before, after = Loading(self.names), Loading(Names(self.draft.after()))
        for name in dict.fromkeys(self.gained):
            if more := after.ring_of(name) - before.ring_of(name) - {name}:
                ring = min(after.rings_through(name, more), key=lambda item: (len(item), item))
                where = Location(self.names.path_of(name) or PurePosixPath(name))
                reason = f"the new import closes a ring: {' → '.join(ring)}"
                raise Refused("import-ring", reason, "leave that file out by `paths`", where)


def _again(module: Module, data: bytes) -> Module:
    return Module(Source(module.path, data, module.name, package=module.package))
