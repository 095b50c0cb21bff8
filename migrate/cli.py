"""The command line: each verb one short straight walk. What a verb needs is imported when it is called."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from migrate import __version__
from migrate.errors import MigrateError

if TYPE_CHECKING:
    from migrate.formats import Format
    from migrate.plan import Plan
    from migrate.reports import Format as Report

HELP = {"help_option_names": ["-h", "--help"], "max_content_width": 110}


@dataclass(frozen=True, slots=True)
class Place:
    """Where the command runs (`-C`) and which plan it was told to use (`--plan`)."""

    folder: Path
    plan: Path | None


def plan_file(place: Place) -> Path:
    """The plan that `--plan` names, or the one found here or above. Raises MigrateError where there is none."""
    from migrate.home import find_plan

    file = place.plan or find_plan(place.folder)
    if file is None:
        raise MigrateError(f"no migration.toml in {place.folder} or above", "migrate init > migration.toml")
    return file


def the_plan(place: Place) -> Plan:
    """What that file says. Raises MigrateError for all that is wrong with it."""
    from migrate import plan

    return plan.load(plan_file(place))


# A hook's git tells its children where to look and how to read paths. We look where our own options say.
LEADING = (
    "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_PREFIX", "GIT_NAMESPACE", "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_QUARANTINE_PATH", "GIT_IMPLICIT_WORK_TREE", "GIT_ATTR_SOURCE",
    "GIT_LITERAL_PATHSPECS", "GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS", "GIT_DIFF_OPTS",
)  # fmt: skip
FORMATS = click.Choice(["text", "json"])
phase_option = click.option("--phase", metavar="ID", help="Only this phase.")
step_option = click.option("--step", metavar="ID", help="Only this step.")


@click.group(context_settings=HELP)
@click.version_option(__version__, prog_name="migrate")
@click.option(
    "-C",
    "folder",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    default=".",
    help="Run as if started in this folder.",
)
@click.option(
    "--plan",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The plan; otherwise migration.toml here or in a folder above.",
)
@click.pass_context
def cli(context: click.Context, folder: Path, plan: Path | None) -> None:
    """Carry out a written refactoring plan (migration.toml), one gated step at a time.

    \b
    migrate analyze                     what is wrong with this tree
    migrate plan                        are the plan's claims true, what would each step do
    migrate apply --phase 1 --dry-run   the diff, nothing written
    migrate apply --phase 1             one commit for every step whose gate is green
    migrate report                      the tracker, MIGRATION.md
    """
    for name in LEADING:
        os.environ.pop(name, None)
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        context.color = False
    context.obj = Place(folder.resolve(), Path(os.path.realpath(plan)) if plan else None)


@cli.command("plan", epilog="Example: migrate plan --phase 1 --format json")
@phase_option
@step_option
@click.option("--format", "form", type=FORMATS, default="text", show_default=True)
@click.pass_obj
def plan_command(place: Place, phase: str | None, step: str | None, form: str) -> int:
    """Check the plan's claims against the code, and show what each due step would do. Nothing is written.

    Exits with 1 where a claim does not hold or a step is refused.
    """
    from migrate import console, forecast, ledger

    plan = the_plan(place)
    entries = ledger.load(plan.project_root)
    scheduled = forecast.schedule(plan, entries, phase, step)
    taken = []
    for one, _ in forecast.walk(plan, scheduled, forecast.workspace_of(plan, entries)):
        taken.append(one)
        if form == "text":
            console.print_taken(one)
    if form == "json":
        steps = [console.taken_json(one) for one in taken]
        console.print_json({"steps": steps, "left_out": console.left_out_json(scheduled)})
    else:
        console.say_left_out(scheduled)
        if not taken:
            console.say(console.nothing_to_say(plan))
    return 1 if any(one.stale or one.outcome.refusals for one in taken) else 0


@cli.command(epilog="Example: migrate apply --phase 1 --dry-run | git apply --stat")
@phase_option
@step_option
@click.option("--dry-run", is_flag=True, help="Print one diff that `git apply` takes; write nothing, run no gate.")
@click.option("--keep-going", is_flag=True, help="Go on with the steps that do not need one that failed.")
@click.option(
    "-j", "--jobs", type=click.IntRange(1), help="How many processes measure the tree; all cores if left out."
)
@click.option(
    "--format", "form", type=FORMATS, default="text", show_default=True, help="What stdout gets after a real run."
)
@click.pass_obj
def apply(
    place: Place, phase: str | None, step: str | None, dry_run: bool, keep_going: bool, jobs: int | None, form: str
) -> int:
    """Carry out the due steps: check claims, run the codemod, judge by the gate; green becomes one commit, red is undone.

    An interrupted run is finished or undone by the next one. Exits with 1 if a step is red, stale, or refused in whole or in part.
    """
    from migrate import console

    if dry_run:
        from migrate.home import seeming_root
        from migrate.references.names import STAR
        from migrate.workspace import Workspace

        root = seeming_root(plan_file(place))
        tree = Workspace(root).list_ahead([STAR]) if root else None  # while the rest is imported
        plan = the_plan(place)
        from migrate import forecast  # no gate: half of the start-up

        dry = forecast.dry_run(plan, phase, step, console.say, tree)
        console.say_left_out(dry.left_out)
        if not dry.taken:
            console.say(console.nothing_to_say(plan))
        console.write_bytes(dry.diff)
        return 0 if dry.well else 1
    plan = the_plan(place)
    from migrate import apply

    summary = apply.apply(plan, phase, step, keep_going=keep_going, jobs=jobs, say=console.say, done=console.say_done)
    console.say_summary(summary, console.nothing_to_say(plan))
    if form == "json":
        console.print_json(console.summary_json(summary))
    return 0 if summary.well else 1


@cli.command(epilog="Example: migrate gate --format json")
@phase_option
@step_option
@click.option(
    "--rebaseline",
    is_flag=True,
    help="Take the tree as it is for what must hold from now on; commit the file yourself.",
)
@click.option("--format", "form", type=FORMATS, default="text", show_default=True)
@click.pass_obj
def gate(place: Place, phase: str | None, step: str | None, rebaseline: bool, form: str) -> int:
    """Judge the tree as it is by the whole gate, against the committed baseline and ledger: the job for CI.

    With --phase or --step, the extra checks of those steps too. Exits with 1 if a check is red.
    """
    from migrate import baseline, console

    plan = the_plan(place)
    if rebaseline:
        console.say(f"wrote {baseline.rebaseline(plan, console.say)}")
        return 0
    verdicts = baseline.judge_as_is(plan, phase, step, console.say)
    if form == "json":
        console.print_json({"verdicts": console.verdicts_json(verdicts)})
    else:
        console.print_verdicts(verdicts)
    return 0 if all(verdict.ok for verdict in verdicts) else 1


@cli.command(epilog="Example: migrate status --format json")
@click.option("--format", "form", type=FORMATS, default="text", show_default=True)
@click.pass_obj
def status(place: Place, form: str) -> int:
    """Show where the migration stands: each step with its state, from the ledger and the last tries."""
    from migrate import console, status

    plan = the_plan(place)
    rows, pending = status.status(plan)
    if form == "json":
        console.print_json({"steps": [row.json() for row in rows], "interrupted": pending})
    else:
        console.print_status(plan, rows, pending)
    return 0


@cli.command(epilog="Example: migrate undo --step 1.2")
@click.option("--step", metavar="ID", help="The step to take back; otherwise the last one.")
@click.pass_obj
def undo(place: Place, step: str | None) -> int:
    """Take a green step back by its recorded reverse diff, behind the same gate, as a commit of its own."""
    from migrate import apply, console

    done = apply.undo(the_plan(place), step, console.say)
    console.say_done(done, undone=True)
    return 0 if done.result == "green" else 1


@cli.command(epilog="Example: migrate analyze src --select excepts,import-cycle --fail-on error")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--select", multiple=True, metavar="NAMES", help="Only these analyzers and codes (comma separated, or repeated)."
)
@click.option(
    "--explain",
    metavar="FINGERPRINT",
    help="Show one finding whole: every place, its metrics, what to do. The start of it is enough.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "markdown"]),
    default="text",
    help="text (default), json, sarif (2.1.0), or markdown for a comment on a pull request.",
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file instead of stdout."
)
@click.option(
    "--baseline", type=click.Path(path_type=Path, dir_okay=False), help="Report only what this file does not know yet."
)
@click.option(
    "--write-baseline",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Keep the present findings in this file, and exit.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info", "never"]),
    default="warning",
    show_default=True,
    help="Exit 1 if something of this severity or worse is reported.",
)
@click.option(
    "--limit",
    type=click.IntRange(0),
    default=10,
    show_default=True,
    help="Text: so many findings of a code are shown with their sources (0: all).",
)
@click.option("-j", "--jobs", type=click.IntRange(1), help="How many processes read files; all cores if left out.")
@click.option("--no-cache", is_flag=True, help="Neither use nor fill the cache.")
@click.pass_obj
def analyze(
    place: Place,
    paths: tuple[Path, ...],
    select: tuple[str, ...],
    explain: str | None,
    form: Format,
    output: Path | None,
    baseline: Path | None,
    write_baseline: Path | None,
    fail_on: str,
    limit: int,
    jobs: int | None,
    no_cache: bool,
) -> int:
    """Find what is wrong with the tree: clones, god classes, swallowed exceptions, imports that lead nowhere.

    PATHS narrow what is reported, not what is looked at. Works without a plan and without git.
    """  # fmt: skip
    from migrate.home import cache_folder, find_plan
    from migrate.workspace import Workspace

    tree = Workspace(place.folder)
    if not place.plan and not find_plan(place.folder):
        tree.list_ahead()  # while the rest is imported
    from migrate import analysis, formats
    from migrate import output as out
    from migrate.analysis import findings, scope
    from migrate.analysis.progress import Progress
    from migrate.analysis.workers import no_collections
    from migrate.model import Severity

    click.get_current_context().with_resource(no_collections())
    seen = scope.scope(place.folder, place.plan, tree)
    choice = scope.choose(seen, select)
    below = scope.inside(paths, place.folder, seen.workspace)
    cache = None if no_cache else cache_folder()
    with Progress("analyzing") as progress:
        report = analysis.analyze(
            seen.workspace, choice.analyzers, jobs=jobs, cache=cache, only=choice.codes, progress=progress
        )
    found = scope.reported(report.findings, below)
    view = formats.View(found, seen.workspace, choice.rules, report.files)
    target = place.folder / output if output else None
    terminal = target is None and sys.stdout.isatty()
    if explain is not None:
        finding = scope.explained(report.findings, explain)
        cures: dict[str, str] = {}
        steps: list[list[str]] = []
        if form == "text" and (cures := scope.cures(finding.code, seen.beside)):
            from migrate import proposals  # pydantic, and all codemods

            tried = proposals.propose(seen.workspace, report.findings, seen.beside, finding)
            steps = [list(proposals.told(item)) for item in tried]
        out.emit(formats.explain(form, view, finding, cures, steps, terminal=terminal), target)
        return 0
    if write_baseline:
        out.write(place.folder / write_baseline, findings.dumps(findings.remember(found)).encode())
        click.echo(f"{write_baseline}: {formats.plural(len(found), 'finding')} kept", err=True)
        return 0
    if baseline:
        known = scope.known(place.folder / baseline, choice.codes, below)
        view = view.against(findings.compare(found, known, *scope.renamed(seen.workspace)))
    out.emit(formats.render(form, view, limit=limit, terminal=terminal), target)
    return int(fail_on != "never" and any(item.severity.rank <= Severity(fail_on).rank for item in view.findings))


@cli.command(epilog="Example: migrate report --format html -o tracker.html")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    help="The file to write; `-` is stdout. Otherwise MIGRATION.md or MIGRATION.html in the project's root; json goes to stdout.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["markdown", "html", "json"]),
    default="markdown",
    show_default=True,
    help="Markdown with Mermaid charts, one self-contained HTML page, or JSON.",
)
@click.option("--no-forecast", is_flag=True, help="Leave out what the due steps would bring: they are not tried.")
@click.pass_obj
def report(place: Place, output: Path | None, form: Report, no_forecast: bool) -> int:
    """Write the tracker: what has been done, measured and moved, what is left, and what the due steps would bring.

    It tells what the ledger, the last tries and the commits hold. The notes section of the file that is there is kept, and
    so is what people wrote into the tables of a worklist.
    """
    from migrate import output as out
    from migrate import reports, survey

    plan = the_plan(place)
    names = {"markdown": "MIGRATION.md", "html": "MIGRATION.html", "json": "-"}
    file = place.folder / output if output else plan.project_root / names[form]
    page = file if form == "markdown" and file.is_file() else plan.project_root / names["markdown"]
    written = page.read_text(encoding="utf-8", errors="surrogateescape") if page.is_file() else ""
    text = reports.render(survey.survey(plan, forecast=not no_forecast, page=written), form, plan.folder)
    if file.name == "-":
        out.emit(text, None)
        return 0
    before = file.read_bytes() if form != "json" and file.is_file() else None
    after = reports.keep_notes(text, before, str(output or file.name))
    if after != before:
        out.write(file, after)
    click.echo(f"{output or file.name} is {'written' if after != before else 'as it was'}", err=True)
    return 0


@cli.command("codemods", epilog="Example: migrate codemods merge-modules")
@click.argument("name", required=False)
@click.pass_obj
def codemods_command(place: Place, name: str | None) -> int:
    """List the codemods, or show one with its options and an example. Yours, in `codemods/` beside the plan, are among them."""
    from migrate import catalogue

    beside = beside_plan(place)
    print_wing(catalogue.describe_codemod(name, beside) if name else catalogue.summaries("codemods", beside))
    return 0


@cli.command("analyzers", epilog="Example: migrate analyzers god-classes")
@click.argument("name", required=False)
@click.pass_obj
def analyzers_command(place: Place, name: str | None) -> int:
    """List the analyzers, or show one with its codes and options. Yours, in `analyzers/` beside the plan, are among them."""
    from migrate import catalogue

    beside = beside_plan(place)
    print_wing(catalogue.describe_analyzer(name, beside) if name else catalogue.summaries("analyzers", beside))
    return 0


@cli.command(epilog="Example: migrate schema > migration.schema.json")
@click.pass_obj
def schema(place: Place) -> int:
    """Print the JSON Schema of the plan, for editors. Codemods of your own are in it."""
    from migrate.plan.schema import schema_text

    click.echo(schema_text(beside_plan(place)), nl=False)
    return 0


@cli.command(epilog="Example: migrate init --propose > migration.toml")
@click.option(
    "--propose", is_flag=True, help="Fill it with steps drawn from findings: each one tried, its saving counted."
)
@click.option(
    "--steps",
    type=click.IntRange(1),
    default=20,
    show_default=True,
    help="With --propose: so many steps that work are enough.",
)
@click.pass_obj
def init(place: Place, propose: bool, steps: int) -> int:
    """Print a plan to start from, filled with what this folder tells: name, import roots, tests.

    With --propose, analyzers look for what can be mended, and what codemods suggest is tried in memory. Nothing is written.
    """
    from migrate.plan.starter import starter_plan
    from migrate.workspace import Workspace

    tree = Workspace(place.folder)
    phases = ""
    if propose:
        from migrate import analysis, proposals
        from migrate.analysis import scope
        from migrate.analysis.progress import Progress
        from migrate.home import cache_folder

        seen = scope.scope(place.folder, None, tree)
        with Progress("analyzing") as progress:
            choice = scope.choose(seen)
            report = analysis.analyze(seen.workspace, choice.analyzers, cache=cache_folder(), progress=progress)
        tried = []
        for proposal in proposals.propose(seen.workspace, report.findings, seen.beside):
            tried.append(proposal)
            click.echo(f"{'✓' if proposal.works else '✗'} {proposal.codemod}: {proposal.suggestion.title}", err=True)
            if sum(item.works for item in tried) == steps:
                break
        phases = proposals.phases_text(tried, seen.beside) if tried else ""
    click.echo(starter_plan(tree, phases), nl=False)
    return 0


def beside_plan(place: Place) -> Path | None:
    """The plan's folder, where `codemods/` and `analyzers/` of the user's own may be. Without a plan nobody said so."""
    from migrate.home import find_plan

    found = place.plan or find_plan(place.folder)
    return found.parent if found else None


def print_wing(what: str | dict[str, str]) -> None:
    """One description as it is, or the names with a sentence each, in two columns."""
    if isinstance(what, str):
        click.echo(what.rstrip())
        return
    width = max(map(len, what), default=0)
    for name, sentence in what.items():
        click.echo(f"{click.style(name, bold=True)}{' ' * (width - len(name))}  {sentence}")
