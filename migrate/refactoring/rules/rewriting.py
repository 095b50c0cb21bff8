"""Carries pattern rules out over a tree of Python files, each to the end before the next."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import PurePosixPath

from migrate.model import Location
from migrate.python.edits import Edit, Unplaced, apply_edits
from migrate.python.source import Source
from migrate.refactoring.draft import Draft
from migrate.refactoring.refused import Refused
from migrate.refactoring.rules.imports_needed import (
    Askers,
    ImportsNeeded,
    Place,
    Style,
    Wanted,
    is_open,
    names_in,
    no_longer_used,
    split,
    without,
)
from migrate.refactoring.rules.matching import Condition, Function, Many, Match, Matcher, Reading, matches_itself
from migrate.refactoring.rules.patterns import Fragment, Naming, PatternError, literals, read
from migrate.refactoring.rules.replacing import Filling, Template, Unfit
from migrate.refactoring.symbols import find_symbol
from migrate.references.cycles import Loading
from migrate.references.index import Index
from migrate.references.names import Module, Names

ROUNDS = 10
"""After so many rounds over one file each must find less than the one before, or the rules are taken for endless."""


@dataclass(frozen=True)
class Expected:
    """How many places a rule is expected to find; places that already read like its replacement count."""

    min: int = 0
    max: int | None = None


@dataclass(frozen=True)
class Rule:
    """What to look for, and what to put there; without `to` it goes."""

    pattern: Fragment
    to: Fragment | None
    where: dict[str, Condition] = field(default_factory=dict)
    inside: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    style: Style = "from"
    imports: dict[str, Wanted] = field(default_factory=dict)
    expected: Expected | None = None
    as_value: Fragment | None = None
    """The pattern as an expression, where only statements of it are replaced."""

    @cached_property
    def template(self) -> Template | None:
        """The replacement, ready to be filled."""
        return Template(self.to, self.pattern.metavariables) if self.to else None


def rule(
    pattern: str,
    to: str | None,
    naming: Naming = "resolved",
    where: dict[str, Condition] | None = None,
    imports: dict[str, Wanted] | None = None,
    **rest: object,
) -> Rule:
    """The rule of these texts. Raises PatternError for a pattern or replacement that cannot be meant so."""
    brought = imports or {}
    found = read(pattern, naming)
    if found.shape in ("statements", "expression") and any(_lone(node) for node in found.nodes):
        raise PatternError("a lone metavariable matches everything")
    as_value: Fragment | None = None
    put = read(to, naming, frozenset(brought), lone=True) if to is not None else None
    if put is not None and put.shape != found.shape:
        shapes = {found.shape, put.shape}
        if shapes != {"expression", "statements"}:
            raise PatternError(f"a pattern of {_plural(found.shape)} cannot become {_plural(put.shape)}")
        as_value = found if found.shape == "expression" else None
        found, put = (item.replaced_as_statement() if item.shape == "expression" else item for item in (found, put))
    for name in where or {}:
        if name not in found.metavariables:
            raise PatternError(f"`where` speaks of `${name}`, which is not in the pattern")
    if put is not None and not where and matches_itself(found, put):
        raise PatternError(
            "`to` holds what the pattern matches, so that the rule would never end; say in `where` what it must not match"
        )
    made = Rule(found, put, where or {}, imports=brought, as_value=as_value, **rest)  # type: ignore[arg-type]
    made.template  # noqa: B018 (raises what is wrong with it)
    return made


def _plural(shape: str) -> str:
    return {"handler": "`except` handlers", "decorator": "decorators", "expression": "expressions"}.get(shape, shape)


def _lone(node: ast.AST) -> bool:
    inner = node.value if isinstance(node, ast.Expr) else node
    return isinstance(inner, ast.Name) and inner.id.startswith("_migrate_")


@dataclass
class Tally:
    """What one rule found."""

    found: int = 0
    done: int = 0
    """Places that read like its replacement."""
    skipped: list[tuple[Location, Unfit]] = field(default_factory=list)


@dataclass
class Round:
    """One round over a file: what it is then, how many matches each rule had, and which could not be rewritten."""

    module: Module
    counts: dict[int, int] = field(default_factory=dict)
    failed: list[tuple[int, Location, Unfit]] = field(default_factory=list)
    first: Location | None = None
    """The first place that changed."""


class Rewriting:
    """Rules over one tree. `run` puts the result into the draft."""

    def __init__(self, draft: Draft, rules: Sequence[Rule], paths: Iterable[str], unfit: str) -> None:
        self.draft = draft
        self.index: Index = draft.index
        self.names: Names = draft.index.names
        self.rules = rules
        self.unfit = unfit
        """`refuse`, or `leave` the places that cannot be rewritten, with a note for each."""
        wanted = draft.workspace.glob(paths)
        self.paths = [path for path in wanted if path.suffix in (".py", ".pyi")]
        self.tallies = [Tally() for _ in rules]
        self.askers = Askers(self.names)
        self.gained: list[str] = []
        """The modules that import more of their own tree than before."""

    def run(self) -> None:
        """Rewrite every file. Raises Refused for names that do not exist and for rules without an end."""
        self._check_names()
        allowed = [frozenset(self.draft.workspace.glob(rule.paths)) if rule.paths else None for rule in self.rules]
        searches = [Search(rule, self.names) for rule in self.rules]
        for path in self.paths:
            data = self.draft.workspace.read(path)
            here = [at for at, among in enumerate(allowed) if among is None or path in among]
            if any(searches[at].may_match(data) for at in here):
                self._file(path, here, searches)
        self._expect(allowed)
        for tally in self.tallies:
            for where, why in sorted(tally.skipped, key=lambda item: item[0]):
                if self.unfit == "leave":
                    self.draft.note(f"{where}: left as it is: {why.reason}")
                else:
                    self.draft.refuse(
                        why.code, why.reason, 'rewrite that place by hand, or say `unfit = "leave"`', where
                    )
        if not self.draft.refusals:
            self._check_rings()

    def _check_names(self) -> None:
        self.canonical: list[dict[str, str]] = []
        self.wanted: list[dict[str, Wanted]] = []
        for rule in self.rules:
            found: dict[str, str] = {}
            for dotted in rule.pattern.absolute.values():
                meaning = self.names.meaning(dotted)
                if meaning is None and self.names.is_ours(dotted):
                    parts = dotted.split(".")
                    known = [".".join(parts[:n]) for n in range(len(parts), 0, -1)]
                    if not is_open(self.names, next(name for name in known if self.names.is_module(name))):
                        find_symbol(self.index, dotted)
                found[dotted] = meaning.dotted if meaning else dotted
            self.canonical.append(found)
            needs: dict[str, Wanted] = {}
            for dotted in rule.to.absolute.values() if rule.to else ():
                top, _, rest = dotted.partition(".")
                if brought := rule.imports.get(top):
                    more = tuple(rest.split(".")) if rest else ()
                    name = f"{brought.dotted}.{rest}" if rest else brought.dotted
                    needs[dotted] = Wanted(name, brought.module, (*brought.rest, *more), brought.bound, brought.style)
                else:
                    needs[dotted] = split(self.index, dotted, rule.style)
            self.wanted.append(needs)

    # one file

    def _file(self, path: PurePosixPath, here: list[int], searches: list[Search]) -> None:
        module = self.names.file(path)
        try:
            module.source.tree  # noqa: B018 (parses it)
            module.positions  # noqa: B018 (looks at its encoding)
        except (SyntaxError, Unplaced) as error:
            self.draft.note(f"{path}: left as it is: {getattr(error, 'msg', None) or error}")
            return
        first, rounds, last = module, 0, 0
        lost: set[str] = set()
        while True:
            found = self._round(module, here, searches, lost)
            count = sum(found.counts.values())
            if rounds == 0:
                for at, number in found.counts.items():
                    self.tallies[at].found += number
            rounds += 1
            if found.module is module:
                break
            if rounds > ROUNDS + len(self.rules) and count >= last:
                where = found.first or Location(path)
                hint = "let `where` exclude what the rules make"
                raise Refused("endless", f"{where} would change again and again", hint, where)
            module, last = found.module, count
        for at, where, why in found.failed:
            self.tallies[at].skipped.append((where, why))
        if module is not first:
            self._write(first, module, lost)

    def _write(self, first: Module, module: Module, lost: set[str]) -> None:
        """Put the file into the draft, without the imports that it used and uses no more."""
        gone = [
            alias
            for site, alias, bound in (no_longer_used(first, module) if lost else ())
            if site.scope.kind != "module" or not self.askers.ask(bound, module.name)
        ]
        data = module.source.data
        if edits := without(module, gone) if gone else []:
            data = apply_edits(data, edits)
        if data != first.source.data:
            self.draft.write(module.path, data, parsed=not edits)

    def _again(self, module: Module, data: bytes, where: Location, text: str) -> Module:
        again = Module(Source(module.path, data, module.name, package=module.package))
        try:
            again.source.tree  # noqa: B018 (parses it)
        except SyntaxError as error:
            line = data.splitlines()[(error.lineno or 1) - 1 :][:1]
            shown = line[0].decode(errors="replace").strip() if line else ""
            raise Refused(
                "broken-result",
                f"{where}: `{text}` would leave `{shown}`, which is not Python: {error.msg}",
                "exclude that place with `where`, or rewrite it by hand first",
                where,
            ) from error
        return again

    def _round(self, module: Module, here: list[int], searches: list[Search], lost: set[str]) -> Round:
        """The module after all rules have been applied once; `lost` gets the imported names that went with old code."""
        done = Round(module)
        here = [at for at in here if searches[at].may_match(module.source.data)]
        if not here:
            return done
        reading = Reading(self.names, module)
        filling, needed = Filling(reading), ImportsNeeded(reading)
        matches = []
        for at in here:
            found = self._wanted_matches(at, searches[at], filling)
            done.counts[at] = len(found)
            matches += [(*filling.span(match), at, match) for match in found]
            self._note_values(at, searches[at], reading)
        edits: list[Edit] = []
        reached = -1
        replaced: list[tuple[Match, Template | None]] = []
        for start, stop, at, match in sorted(matches, key=lambda item: (item[0], -item[1], item[2])):
            where = Location(module.path, match.nodes[0].lineno)  # type: ignore[attr-defined]
            if not match.in_fstring and start < reached:
                continue  # in another match; the next round finds it
            try:
                made = self._edits(at, match, filling, needed)
            except Unfit as error:
                done.failed.append((at, where, error))
                continue
            edits += made
            replaced.append((match, self.rules[at].template))
            reached = max(stop, *(edit.end for edit in made))
            text = self.rules[at].pattern.text
        if not replaced:
            return done
        done.first = first = Location(module.path, replaced[0][0].nodes[0].lineno)  # type: ignore[attr-defined]
        if needed.new:
            edits += needed.edits(self.index)
            if any(self.names.is_ours(target) for target, _, _ in needed.new):
                self.gained.append(module.name)
        try:
            data = apply_edits(module.source.data, edits)
        except ValueError as error:
            raise Refused("broken-result", f"{module.path}: {error}", "make two steps of it", first) from error
        done.module = self._again(module, data, first, text)
        for match, template in replaced:
            lost |= names_in(match.nodes) - _names_kept(match, template)
        lost &= reading.imported
        return done

    def _wanted_matches(self, at: int, search: Search, filling: Filling) -> list[Match]:
        """The matches that `where` lets through."""
        rule, reading = self.rules[at], filling.reading
        found = []
        for match in Matcher(rule.pattern, reading, self.canonical[at], search.spellings).matches():
            if rule.inside or rule.outside:
                around = reading.around(match.nodes[0])
                if (rule.inside and not _within(around, rule.inside)) or _within(around, rule.outside):
                    continue
            if all(
                condition.holds(match.captures[name], _text(match, name, filling), reading)
                for name, condition in rule.where.items()
            ):
                found.append(match)
        return found

    def _note_values(self, at: int, search: Search, reading: Reading) -> None:
        """Note where a call that is to become a statement is used as a value."""
        pattern = self.rules[at].as_value
        for match in Matcher(pattern, reading, self.canonical[at], search.spellings).matches() if pattern else ():
            node = match.nodes[0]
            if not isinstance(reading.parents[id(node)][0], ast.Expr):
                where = Location(reading.module.path, node.lineno)  # type: ignore[attr-defined]
                self.draft.note(f"{where}: left as it is: its value is used, and `to` is a statement")

    def _edits(self, at: int, match: Match, filling: Filling, needed: ImportsNeeded) -> list[Edit]:
        if match.in_fstring:
            raise Unfit("f-string", "it stands in an f-string")
        rule = self.rules[at]
        template = rule.template
        if template is None or rule.to is None:
            return filling.removal(match)
        reading, node = filling.reading, match.nodes[0]
        self._check_captures(rule, rule.to, match, reading)
        if template.dotted:
            later = any(isinstance(up, Function | ast.Lambda) and name == "body" for up, name, _ in reading.above(node))
            place = Place(reading.scope(node), node.lineno, later)  # type: ignore[attr-defined]
            try:
                filling.spelled = {dotted: needed.spelled(self.wanted[at][dotted], place) for dotted in template.dotted}
            except Refused as error:
                raise Unfit(error.refusal.code, error.refusal.reason) from error
        return filling.edits(template, match)

    def _check_captures(self, rule: Rule, to: Fragment, match: Match, reading: Reading) -> None:
        """Raise Unfit where code would mean something else in its new place."""
        node = match.nodes[0]
        for name in _plain_builtins(to):
            home = reading.scope(node).lookup(name)
            if home is not None and (home.kind != "module" or name in reading.module.namespace):
                raise Unfit("shadowed", f"`{name}` is another one there")
        if to.own - rule.pattern.own:
            caught: list[ast.AST] = []
            for captured in match.captures.values():
                nodes = captured.nodes if isinstance(captured, Many) else (captured,)
                caught += [item for item in nodes if isinstance(item, ast.AST)]
            if taken := sorted((to.own - rule.pattern.own) & names_in(caught)):
                raise Unfit("captured-name", f"the replacement binds `{taken[0]}`, which the captured code uses")
            if to.shape == "statements" and (
                taken := sorted(name for name in _bound(to) if reading.scope(node).lookup(name))
            ):
                raise Unfit("name-taken", f"the replacement binds `{taken[0]}`, which means something there")
        for dotted in to.absolute.values():
            meaning = self.names.meaning(dotted)
            around = ".".join([reading.module.name, *reading.around(node)]) if meaning else ""
            if meaning and f"{around}.".startswith(f"{meaning.dotted}.") and meaning.name:
                raise Unfit("self-call", f"it stands in `{dotted}` itself, which would call itself; say `outside`")

    # the whole

    def _expect(self, allowed: list[frozenset[PurePosixPath] | None]) -> None:
        for at, rule in enumerate(self.rules):
            expected, tally = rule.expected, self.tallies[at]
            if expected is None:
                continue
            count = tally.found
            if count < expected.min and rule.to is not None:
                count += self._count_done(rule, allowed[at])
            if count < expected.min or (expected.max is not None and count > expected.max):
                wish = f"at least {expected.min}" if count < expected.min else f"at most {expected.max}"
                self.draft.refuse(
                    "unexpected-count",
                    f"`{rule.pattern.text}` has {count} {'place' if count == 1 else 'places'}, and {wish} were expected",
                    "look at the pattern, or change `expect`",
                )
        for at, tally in enumerate(self.tallies):
            places = "place" if tally.found == 1 else "places"
            self.draft.note(f"`{self.rules[at].pattern.text}`: {tally.found} {places}")

    def _count_done(self, rule: Rule, allowed: frozenset[PurePosixPath] | None) -> int:
        """How many places read like the replacement."""
        assert rule.to is not None
        if any(_lone(node) for node in rule.to.nodes):
            return 0
        twin = Rule(rule.to, None, {name: item for name, item in rule.where.items() if name in rule.to.metavariables})
        names = {}
        for dotted in rule.to.absolute.values():
            top, _, rest = dotted.partition(".")
            brought = rule.imports.get(top)
            full = ".".join(part for part in (brought.dotted, rest) if part) if brought else dotted
            meaning = self.names.meaning(full)
            names[dotted] = meaning.dotted if meaning else full
        search = Search(twin, self.names)
        count = 0
        for path in self.paths:
            if (allowed is None or path in allowed) and search.may_match(self.draft.workspace.read(path)):
                module = self.draft.module(path)
                if module:
                    count += sum(1 for _ in Matcher(twin.pattern, Reading(self.names, module), names, {}).matches())
        return count

    def _check_rings(self) -> None:
        """Raise Refused where a new import closes a ring of modules."""
        if not self.gained:
            return
        before = Loading(self.names)
        after = Loading(Names(self.draft.after()))
        for name in dict.fromkeys(self.gained):
            more = after.ring_of(name) - before.ring_of(name) - {name}
            if more:
                ring = min(after.rings_through(name, more), key=lambda item: (len(item), item))
                raise Refused(
                    "import-ring",
                    f"the new import closes a ring: {' → '.join(ring)}",
                    "leave that file out by `where.paths`, and import inside the function there",
                    Location(self.names.path_of(name) or PurePosixPath(name)),
                )


def _text(match: Match, name: str, filling: Filling) -> str:
    """The captured code as the file writes it; in an f-string, whose parts have no sure place, as Python would."""
    captured = match.captures[name]
    if match.in_fstring and isinstance(captured, ast.AST):
        return ast.unparse(captured)
    return "" if match.in_fstring and isinstance(captured, Many) else filling.captured_text(captured)


def _names_kept(match: Match, template: Template | None) -> set[str]:
    """The names in the captured code that the replacement puts back."""
    kept = [held for name, held in match.captures.items() if template and name in template.to.metavariables]
    nodes = [node for held in kept for node in (held.nodes if isinstance(held, Many) else (held,))]
    return names_in(node for node in nodes if isinstance(node, ast.AST))


def _plain_builtins(to: Fragment) -> set[str]:
    return {node.id for node in ast.walk(to.tree) if id(node) in to.builtins and isinstance(node, ast.Name)}


def _bound(to: Fragment) -> set[str]:
    """The names that a replacement of statements binds where it stands."""
    return {
        node.id
        for node in ast.walk(to.tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id in to.own
    }


def _within(around: list[str], globs: tuple[str, ...]) -> bool:
    """Whether a function or class around a place is called so, by its name or from the module on."""
    dotted = [".".join(around[: count + 1]) for count in range(len(around))]
    return any(fnmatchcase(name, glob) for glob in globs for name in (*around, *dotted))


class Search:
    """Tells from a file's bytes whether a rule can match there."""

    def __init__(self, rule: Rule, names: Names) -> None:
        words, leaves = literals(rule.pattern)
        self.words = sorted(words, key=len, reverse=True)
        self.spellings = {leaf: self._spellings(leaf, names) for leaf in sorted(leaves)}
        """The last name of each thing → all names under which a module may hold it."""
        self.leaves = [  # a name is asked of a name: `", ".join` and `f().join` are something else
            re.compile(b"|".join(rb"(?<![\"')\]]\.)\b" + re.escape(name).encode() + rb"\b" for name in sorted(known)))
            for known in self.spellings.values()
        ]

    def _spellings(self, leaf: str, names: Names) -> set[str]:
        known, waiting = {leaf}, [leaf]
        while waiting:
            renamed = re.compile(rb"\b" + waiting.pop().encode() + rb"\s+as\s+(\w+)")
            for path in names.files_with(*known):
                for found in renamed.findall(names.workspace.read(path)):
                    name = found.decode(errors="replace")
                    if name not in known and self._handed_on(name, names, path):
                        known.add(name)
                        waiting.append(name)
        return known

    def _handed_on(self, name: str, names: Names, path: PurePosixPath) -> bool:
        """Whether other files could take the name from this one: those that only use it there have the first name too."""
        leaf = names.names[path].rpartition(".")[2].encode()
        word = re.compile(rb"from[ \t]+[.\w]*" + re.escape(leaf) + rb"[ \t]+import[^\n]*\b" + name.encode() + rb"\b|\b"
                          + re.escape(leaf) + rb"\." + name.encode() + rb"\b|from[ \t]+\.+[ \t]+import[^\n]*\b"
                          + name.encode() + rb"\b|from[ \t]+[.\w]+[ \t]+import[ \t]*\([^)]*\b" + name.encode() + rb"\b")  # fmt: skip
        return any(other != path and word.search(names.workspace.read(other)) for other in names.files_with(name))

    def may_match(self, data: bytes) -> bool:
        """Whether all that the pattern spells out stands there."""
        return all(word in data for word in self.words) and all(leaf.search(data) for leaf in self.leaves)
