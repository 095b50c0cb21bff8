"""Golden files: what a report looked like when somebody last looked at it. `make golden` writes them anew."""

from __future__ import annotations

import os
from pathlib import Path

FOLDER = Path(__file__).parent / "golden"


def check(name: str, text: str) -> None:
    """The text equals the golden file of that name; with MIGRATE_GOLDEN=write the file is made to hold it."""
    file = FOLDER / name
    if os.environ.get("MIGRATE_GOLDEN") == "write":
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(text.encode())
    assert file.exists(), f"tests/golden/{name} is missing: `make golden` writes it"
    assert text == file.read_bytes().decode(), f"tests/golden/{name} differs: `make golden`, then read the diff"
