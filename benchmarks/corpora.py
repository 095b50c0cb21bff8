"""Fetches the projects that benchmarks run on, as sdists, into the user's cache folder. Nothing of them is committed.

python benchmarks/corpora.py            all of them, with their places
python benchmarks/corpora.py django     one
"""

from __future__ import annotations

import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

from migrate.home import cache_folder

PINNED = {
    "django": "Django==5.2.19",
    "flask": "flask==3.1.0",
    "click": "click==8.1.8",
    "requests": "requests==2.32.3",
    "itsdangerous": "itsdangerous==2.2.0",
    "sympy": "sympy==1.13.3",
    "networkx": "networkx==3.4.2",
    "jinja2": "jinja2==3.1.5",
    "marshmallow": "marshmallow==3.26.1",
    "tornado": "tornado==6.4.2",
    "docutils": "docutils==0.21.2",
    "werkzeug": "werkzeug==3.1.3",
}
"""Name → what pip is asked for. Pinned, so that two people measure the same files."""


def corpus(name: str) -> Path:
    """The folder of that project's unpacked sdist; it is downloaded the first time. Raises KeyError for an unknown name."""
    wanted = PINNED[name]
    folder = cache_folder() / "corpora" / wanted.replace("==", "-").lower()
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
            archive = _download(wanted, Path(scratch))
            unpacked = Path(scratch) / "unpacked"
            _unpack(archive, unpacked)
            (top,) = unpacked.iterdir()
            top.rename(folder)
    return folder


def _download(wanted: str, folder: Path) -> Path:
    command = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "--quiet",
        "--no-deps",
        "--no-binary",
        ":all:",
        "-d",
        str(folder),
    ]
    for more in ([], ["--no-build-isolation"]):  # pip asks an sdist for its metadata, which not every machine can build
        answer = subprocess.run([*command, *more, wanted], capture_output=True, text=True, check=False)
        if found := [file for file in folder.iterdir() if file.suffix in (".gz", ".zip")]:
            return found[0]
    sys.exit(f"pip cannot download {wanted}:\n{answer.stderr}")


def _unpack(archive: Path, folder: Path) -> None:
    if archive.suffix == ".zip":
        with zipfile.ZipFile(archive) as pack:
            pack.extractall(folder)
    else:
        with tarfile.open(archive) as pack:
            pack.extractall(folder, filter="data")


if __name__ == "__main__":
    for name in sys.argv[1:] or PINNED:
        print(f"{name}: {corpus(name)}")
