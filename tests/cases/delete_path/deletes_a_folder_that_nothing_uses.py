# options: {paths = ["pkg/backup", "tests/test_old.py"], reason = "copies"}
# layout: {also = ["*.md"]}
# file: README.md
See `pkg.core`. The word backup, pkg/backups and my.pkg.backup are something else.
# file: CHANGES.md
pkg.backup was a mistake.
# file: pkg/__init__.py
# file: pkg/backup/__init__.py
from . import core
# file: pkg/backup/core.py
from pkg.backup import core as me
# file: pkg/core.py
"""Not pkg/backup/core.py."""
backup = 1  # pkg/backup was here


def f(backup):
    return backup.core, "backup"
# file: tests/test_old.py
def test_x():
    pass
# after
# file: CHANGES.md
pkg.backup was a mistake.
# file: README.md
See `pkg.core`. The word backup, pkg/backups and my.pkg.backup are something else.
# file: pkg/__init__.py
# file: pkg/core.py
"""Not pkg/backup/core.py."""
backup = 1  # pkg/backup was here


def f(backup):
    return backup.core, "backup"
