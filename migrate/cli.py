"""The command line: each verb one short straight walk. What a verb needs is imported when it is called."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from migrate import __version__

if TYPE_CHECKING:
    pass

HELP = {"help_option_names": ["-h", "--help"], "max_content_width": 110}


@dataclass(frozen=True, slots=True)
class Place:
    """Where the command runs (`-C`) and which plan it was told to use (`--plan`)."""

    folder: Path
    plan: Path | None


@click.group(context_settings=HELP)
@click.version_option(__version__, prog_name="migrate")
@click.option("-C", "folder", type=click.Path(path_type=Path, file_okay=False, exists=True), default=".", help="Run as if started in this folder.")
@click.option("--plan", type=click.Path(path_type=Path, dir_okay=False), help="The plan; otherwise migration.toml here or in a folder above.")
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
    context.obj = Place(folder.resolve(), plan.resolve() if plan else None)
