"""Draws bases and functions out of real, tested projects by the steps that `migrate` proposes, and counts the lines that go.

python benchmarks/structure.py                       all projects, a report in Markdown at the end
python benchmarks/structure.py networkx werkzeug     some
python benchmarks/structure.py docutils --write      and puts the figures into docs/real-structure.md
python benchmarks/structure.py tornado --keep DIR    leaves the changed repository in DIR, which must not exist

Of each project the clones are found, the step of `migrate init --propose` for the chosen ones is taken as it is drawn, but for
the names that this file says, and carried out by `migrate apply` with the gate on. What `Saves N lines` promised is held against
`git diff --numstat` of the step's commit, and the project's whole suite is run by plain pytest before the first step and after the
last. Then come the steps that must be refused.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from corpora import PINNED
from real_projects import LEDGER, OURS, Run, checkout, fewer, times_of
from structure_steps import BASE, FUNCTION, STRUCTURES, No, Step, Structure

from migrate import analysis, codemods, proposals
from migrate.analysis import scope
from migrate.codemods import Suggestion
from migrate.home import HOME, cache_folder
from migrate.markup import cell_text, code, escape, is_figures, markdown
from migrate.model import Json, Outcome, Table
from migrate.plan import load
from migrate.plan.starter import step_text
from migrate.workspace import Workspace

PAGE = HOME / "docs" / "real-structure.md"
CODES = ("duplicate-block", "duplicate-class", "duplicate-function")
DIGEST = re.compile(r"@[0-9a-f]+$")
LEAST, WITHIN = 15, 0.1
"""So many lines each step must take away; the promise may be off by that part of them."""
SHOWN_LINES, SHOWN_FILES = 48, 3
"""What a page shows of a step's diff: so many lines of so many files, those that gain most first."""


@dataclass
class Landed:
    """A green step: what was promised, and what came of it."""

    step: Step
    into: str
    drawn: str
    saves_as_drawn: int
    promised: int
    """With the names that the plan has: shorter calls need fewer lines."""
    removed: int = 0
    files: int = 0
    codemod: float = 0.0
    gate: float = 0.0
    said: str = ""
    diff: str = ""


@dataclass
class Shown:
    """What a project showed."""

    run: Run
    landed: list[Landed] = field(default_factory=list)
    refused: list[tuple[No, Outcome]] = field(default_factory=list)
    before: int = 0
    after: int = 0


def header(name: str, wanted: Structure) -> str:
    """The plan without phases."""
    source = ", ".join(f'"{root}"' for root in wanted.project.source.split(":"))
    tests = " ".join(wanted.tests or wanted.project.tests)
    run = f'run     = "python -m pytest -q {tests}"\n' if tests else ""
    checks = ["parse", "imports", "api", "cycles", *(["tests"] if tests else [])]
    return (
        f'[project]\nname   = "{PINNED[name].replace("==", " ")}"\nsource = [{source}]\n'
        f'also   = ["tests", "docs"]\n\n[gate]\n{run}checks  = {json.dumps(checks)}\nselect  = "all"\ntimeout = "10m"\n'
    )


def about(options: Mapping[str, Json]) -> frozenset[str]:
    """What a proposal is about: its classes or places, without digests."""
    found = options.get("classes") or options.get("places")
    assert isinstance(found, list | tuple)
    return frozenset(DIGEST.sub("", str(one)) for one in found)


def drawn(root: Path) -> tuple[Workspace, dict[tuple[str, frozenset[str]], Suggestion]]:
    """The tree, and every step that one of the two codemods suggests for a clone in it."""
    seen = scope.of_plan(plan := load(root / "migration.toml"), Workspace(plan.project_root, plan.layout))
    choice = scope.choose(seen, CODES)
    report = analysis.analyze(seen.workspace, choice.analyzers, cache=cache_folder(), only=choice.codes)
    found = {}
    for name in (BASE, FUNCTION):
        kind = codemods.load(name)
        mine = [finding for finding in report.findings if finding.code in kind.resolves]
        for suggestion in kind.suggest(mine, seen.workspace):
            found[name, about(suggestion.options)] = suggestion
    return seen.workspace, found


def proposal(workspace: Workspace, codemod: str, suggestion: Suggestion) -> proposals.Proposal:
    """The step as `migrate analyze --explain` shows it for the first of its findings, tried."""
    tried = proposals.propose(workspace, suggestion.findings, only=suggestion.findings[0])
    return next(item for item in tried if item.codemod == codemod and item.suggestion.options == suggestion.options)


def outcome_of(codemod: str, options: Mapping[str, Json], workspace: Workspace) -> Outcome:
    """What the codemod makes of that tree, in memory."""
    kind = codemods.load(codemod)
    return codemods.run(kind(kind.Options.model_validate(dict(options))), workspace)


def show(name: str, folder: Path) -> Shown:
    """Carry out what is chosen of that project, and check it from outside."""
    wanted = STRUCTURES[name]
    run = checkout(name, folder / name, wanted.project, header(name, wanted))
    shown = Shown(run)
    start = time.monotonic()
    workspace, suggestions = drawn(run.root)
    plan = [header(name, wanted), '[[phase]]\nid    = 1\ntitle = "What clones have in common"\n']
    for count, step in enumerate(wanted.steps, 1):
        found = suggestions.get((step.codemod, frozenset(step.about)))
        run.check(f"a step is proposed: {step.title}", found is not None, ", ".join(step.about))
        if found is None:
            continue
        tried = proposal(workspace, step.codemod, found)
        options = {**found.options, **step.named}
        promised = proposals.saved_lines(outcome_of(step.codemod, options, workspace).changes)
        into, drawn_into = str(options["into"]), str(found.options["into"])
        shown.landed.append(Landed(step, into, drawn_into, tried.saving, promised))
        plan += [f"  # Saves {promised} lines", step_text(f"1.{count}", step.title, step.codemod, options)]
    if wanted.refusals:
        plan.append('[[phase]]\nid    = 2\ntitle = "To be refused"\n')
    for count, no in enumerate(wanted.refusals, 1):
        options = dict(no.options)
        if no.proposed:
            found = suggestions.get((no.codemod, about(no.options)))
            run.check(f"a step is proposed: {no.title}", found is not None, ", ".join(about(no.options)))
            options = {**(found.options if found else {}), **({"into": options["into"]} if "into" in options else {})}
        plan.append(step_text(f"2.{count}", no.title, no.codemod, options))
        shown.refused.append((no, outcome_of(no.codemod, options, workspace)))
    run.seconds["proposing"] = time.monotonic() - start
    (run.root / "migration.toml").write_text("\n".join(plan))
    run.git("commit", "--quiet", "--all", "--message", "The steps that are proposed")
    for count, (no, outcome) in enumerate(shown.refused, 1):  # on the tree as it was released
        head = run.head()
        status, _ = run.migrate("apply", "--step", f"2.{count}")
        codes = [refusal.code for refusal in outcome.refusals]
        run.check(f"refused: {no.title}", status == 1 and codes == [no.code], f"exit {status}, {codes}")
        run.check("and nothing is left", run.head() == head and not run.git("status", "--porcelain"))
    if shown.landed:
        land(shown)
    run.seconds["whole"] = time.monotonic() - start
    return shown


def land(shown: Shown) -> None:
    """Apply the green steps; each must be one commit that takes away what was promised, and no test may be lost."""
    run = shown.run
    before, base = suite(run, "suite before"), run.head()
    status, lines = run.migrate("apply", "--phase", "1")
    run.check("every step is green", status == 0, f"exit {status}")
    commits = run.git("rev-list", "--reverse", "--first-parent", f"{base}..HEAD").decode().split()
    entries = [json.loads(line) for line in (run.root / LEDGER).read_text().splitlines()] if commits else []
    run.check("each is one commit", len(commits) == len(shown.landed) == len(entries))
    for landed, commit, times, entry in zip(shown.landed, commits, times_of(lines), entries, strict=False):
        counted = run.git("diff", "--numstat", f"{commit}~", commit, "--", ".", OURS).decode().splitlines()
        pairs = [tuple(map(int, line.split("\t")[:2])) for line in counted]
        landed.removed, landed.files = sum(gone - new for new, gone in pairs), len(pairs)
        landed.codemod, landed.gate, landed.said = times.codemod, times.gate, times.tests
        landed.diff = abbreviated(run.git("diff", "--no-color", f"{commit}~", commit, "--", ".", OURS).decode())
        green = all(verdict["ok"] for verdict in entry["verdicts"])
        run.check(f"{landed.step.title}: {len(entry['verdicts'])} checks are green", green)
        run.check(f"{landed.removed} lines are gone, {LEAST} or more", landed.removed >= LEAST)
        off = abs(landed.promised - landed.removed)
        run.check(f"{landed.promised} were promised", off <= WITHIN * landed.removed, f"off by {off}")
    after = suite(run, "suite after")
    shown.before, shown.after = len(before), len(after)
    if missing := fewer(before, after, {}):  # a port or a second too few: what fails twice is broken
        missing = fewer(set(missing), suite(run, "suite again"), {})
        shown.after = len(before) - len(missing) + len(after - before)
    run.check(f"the same {len(before)} ids pass, by plain pytest", not missing, ", ".join(missing[:5]))


def suite(run: Run, name: str) -> set[str]:
    """The ids that pass in the project's whole suite, by plain pytest; what the tests leave in the checkout is swept out."""
    passed = run.suite(name)
    run.git("clean", "--quiet", "--force", "-d")
    return passed


def abbreviated(diff: str) -> str:
    """The files of a diff that gain most lines, each cut."""
    parts = re.split(r"(?m)^(?=diff --git )", diff)[1:]
    parts.sort(key=lambda part: -len(re.findall(r"(?m)^\+", part)))
    found = []
    for part in parts[:SHOWN_FILES]:
        lines = [line for line in part.splitlines() if not line.startswith(("diff --git", "index "))]
        found += lines[:SHOWN_LINES]
        if len(lines) > SHOWN_LINES:
            found.append(f"… {len(lines) - SHOWN_LINES} more lines of this file's diff")
    if len(parts) > SHOWN_FILES:
        found.append(f"… and {len(parts) - SHOWN_FILES} more files")
    return "\n".join(found)


def report(shown: Shown) -> str:
    """What the page says of one project: the steps that are green with their diffs, and the refusals with their tables."""
    return "\n".join([*landed_lines(shown), *refused_lines(shown)])


def landed_lines(shown: Shown) -> Iterator[str]:
    """The tables of the steps that are green, and their diffs."""
    run = shown.run
    if not shown.landed:
        return
    kept = len(run.checked)
    yield "| ids that pass before | after | promises kept | suite alone | whole run |"
    yield "|---:|---:|---:|---:|---:|"
    yield (
        f"| {shown.before} | {shown.after} | {kept} of {kept + len(run.wrong)} | {run.seconds['suite before']:.1f} s "
        f"| {run.seconds['whole']:.0f} s |"
    )
    yield ""
    yield "| step | codemod | files | saves as drawn | promised | gone | codemod alone | gate | what the gate's tests said |"
    yield "|---|---|---:|---:|---:|---:|---:|---:|---|"
    for one in shown.landed:
        yield (
            f"| {markdown(one.step.title)} | {one.step.codemod} | {one.files} | {one.saves_as_drawn} | {one.promised} "
            f"| {one.removed} | {one.codemod:.1f} s | {one.gate:.1f} s | {one.said} |"
        )
    yield ""
    for one in shown.landed:
        named = "as drawn" if one.drawn == one.into else f"drawn as {code(one.drawn)}, named by hand"
        yield f"<details><summary>{escape(one.step.title)}: {one.removed} lines</summary>"
        yield ""
        yield f"{code(one.into)}, {named}. From {', '.join(code(place) for place in one.step.about)}."
        yield from ("", "````diff", one.diff, "````", "", "</details>", "")


def refused_lines(shown: Shown) -> Iterator[str]:
    """Each refusal with whether it is right, and what was measured."""
    for no, outcome in shown.refused:
        asked = "as proposed" if no.proposed else "asked for by hand"
        yield f"**Refused: {markdown(no.title)}** (`{no.codemod}`, {asked})"
        yield ""
        yield from (f"> {markdown(refusal.line())}" for refusal in outcome.refusals)
        yield ""
        yield f"{'Right' if no.right else 'More careful than it must be'}: {no.why}"
        yield ""
        for table in outcome.tables:
            yield from table_text(table)
            yield ""


def table_text(table: Table) -> Iterator[str]:
    """A measured table in Markdown, whole."""
    yield f"<details><summary>{table.title}</summary>"
    yield ""
    yield f"| {' | '.join(map(markdown, table.columns))} |"
    yield f"|{'|'.join('---:' if is_figures(table, at) else '---' for at in range(len(table.columns)))}|"
    for row in table.rows:
        yield f"| {' | '.join(markdown(cell_text(cell)) for cell in row)} |"
    yield ""
    yield "</details>"


def written(page: str, figures: Mapping[str, str]) -> str:
    """The page with other figures between its marks."""
    for name, text in figures.items():
        first, last = f"<!-- {name} -->", f"<!-- /{name} -->"
        head, _, rest = page.partition(first)
        _, _, tail = rest.partition(last)
        page = f"{head}{first}\n\n{text.rstrip()}\n\n{last}{tail}"
    return page


def main() -> int:
    """Show the named projects; 1 where a promise is broken."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument(
        "projects", nargs="*", metavar="NAME", help=f"of {', '.join(STRUCTURES)}; all where none is named"
    )
    options.add_argument("--write", action="store_true", help="put their figures into docs/real-structure.md")
    options.add_argument(
        "--keep", type=Path, metavar="DIR", help="leave the changed repositories below this new folder"
    )
    asked = options.parse_args()
    if unknown := set(asked.projects) - set(STRUCTURES):
        options.error(f"no project is called {', '.join(sorted(unknown))}; there are {', '.join(STRUCTURES)}")
    with tempfile.TemporaryDirectory() as scratch:
        folder = asked.keep.absolute() if asked.keep else Path(scratch)
        folder.mkdir(parents=True, exist_ok=not asked.keep)
        shown = [show(name, folder) for name in asked.projects or STRUCTURES]
    figures = {one.run.name: report(one) for one in shown}
    print("\n\n".join(figures.values()))
    for one in shown:
        for what in one.run.wrong:
            print(f"{one.run.name}: WRONG: {what}")
    if asked.write:
        PAGE.write_text(written(PAGE.read_text(), figures))
    return 1 if any(one.run.wrong for one in shown) else 0


if __name__ == "__main__":
    sys.exit(main())
