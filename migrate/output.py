"""Where an answer goes: to stdout, or whole into the file that the user named."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from pathlib import Path

from migrate.errors import MigrateError


def emit(text: str, file: Path | None) -> None:
    """Write the text as UTF-8 to the file, or to stdout where none is named."""
    if file:
        write(file, text.encode("utf-8", "backslashreplace"))
    else:
        if isinstance(sys.stdout, TextIOWrapper):
            sys.stdout.reconfigure(errors="backslashreplace")  # an ASCII terminal gets what it can show
        sys.stdout.write(text)


def write(file: Path, data: bytes) -> None:
    """Put the data into the file: all of it, or the file stays as it was. Raises MigrateError where it cannot be written."""
    target = Path(os.path.realpath(file))
    try:
        if target.exists() and not target.is_file():
            target.write_bytes(data)  # a terminal, a pipe: nothing that a rename could take the place of
            return
        half = target.with_name(f".{target.name}.{os.getpid()}.half")
        try:
            half.write_bytes(data)
            if target.exists():
                half.chmod(target.stat().st_mode & 0o7777)
            half.replace(target)
        finally:
            half.unlink(missing_ok=True)
    except OSError as error:
        raise MigrateError(f"{file} cannot be written: {error.strerror}", "choose another file with -o") from error
