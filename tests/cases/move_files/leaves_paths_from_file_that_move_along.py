# options: {move = {"pkg/old" = "pkg/new"}}
# file: pkg/__init__.py
# file: pkg/old/__init__.py
from pathlib import Path

HERE = Path(__file__).parent
DATA = HERE / "data.txt"
ROOT = Path(__file__).parent.parent.parent


def f(name):
    return HERE / name
# file: pkg/old/data.txt
data
# after
# file: pkg/__init__.py
# file: pkg/new/__init__.py
from pathlib import Path

HERE = Path(__file__).parent
DATA = HERE / "data.txt"
ROOT = Path(__file__).parent.parent.parent


def f(name):
    return HERE / name
# file: pkg/new/data.txt
data
