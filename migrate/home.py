"""Where things are: the wings (beside the package, or inside it in a wheel), the plan, the cache."""

from __future__ import annotations

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
HOME = PACKAGE / "wings" if (PACKAGE / "wings").is_dir() else PACKAGE.parent
PLAN_NAME = "migration.toml"


def cache_folder() -> Path:
    """The user's cache folder for `migrate`; `MIGRATE_CACHE` moves it. It is not made here."""
    if chosen := os.environ.get("MIGRATE_CACHE"):
        return Path(chosen)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "migrate"


def find_plan(start: Path, name: str = PLAN_NAME) -> Path | None:
    """The nearest plan of that name in `start` or a folder above it."""
    start = start.absolute()
    return next((folder / name for folder in (start, *start.parents) if (folder / name).is_file()), None)


def seeming_root(plan: Path) -> Path | None:
    """The folder that the plan in this file seems to be about, known long before the plan is read and judged."""
    import tomllib

    try:
        root = tomllib.loads(plan.read_text("utf-8-sig")).get("project", {}).get("root", ".")
        found = Path(os.path.realpath(plan.absolute().parent / root))
    except (OSError, ValueError, RecursionError, TypeError, AttributeError):
        return None
    return found if found.is_dir() and not Path(root).is_absolute() and is_beside(found, plan) else None


def is_beside(root: Path, plan: Path) -> bool:
    """Whether that folder lies in the repository that the plan lies in; without one, in the plan's folder."""
    here = plan.parent.resolve()
    home = next((folder for folder in (here, *here.parents) if (folder / ".git").exists()), here)
    return root.is_relative_to(home)
