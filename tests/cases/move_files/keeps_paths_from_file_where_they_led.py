# options: {move = {"pkg/a.py" = "pkg/deep/er/a.py", "pkg/b.py" = "pkg/deep/b.py", "data/x.json" = "data/new/y.json"}}
# file: data/x.json
{}
# file: data/z.json
{}
# file: pkg/__init__.py
# file: pkg/a.py
import os
from os.path import dirname, join
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ALSO = Path(__file__).parents[1]
DATA = Path(__file__).parent.parent / "data" / "x.json"
HERE = Path(__file__).parent
NEAR = HERE / "near.txt"
OLD = os.path.join(os.path.dirname(__file__), "..", "data", "z.json")
UP = dirname(dirname(__file__))
NEXT = join(UP, "data", "x.json")
# file: pkg/b.py
from pathlib import Path


def f(name):
    root = Path(__file__).parents[1].joinpath("data/z.json")
    return root, Path(__file__).resolve().parent / "near.txt", Path(__file__).name
# file: pkg/deep/__init__.py
# file: pkg/deep/er/__init__.py
# file: pkg/near.txt
near
# file: pkg/stays.py
from pathlib import Path

DATA = Path(__file__).parent.parent / "data" / "x.json"
OTHER = Path(__file__).parent.parent / "data" / "z.json"
# after
# file: data/new/y.json
{}
# file: data/z.json
{}
# file: pkg/__init__.py
# file: pkg/deep/__init__.py
# file: pkg/deep/b.py
from pathlib import Path


def f(name):
    root = Path(__file__).parents[2].joinpath("data/z.json")
    return root, Path(__file__).resolve().parent.parent / "near.txt", Path(__file__).name
# file: pkg/deep/er/__init__.py
# file: pkg/deep/er/a.py
import os
from os.path import dirname, join
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent.parent
ALSO = Path(__file__).parents[3]
DATA = Path(__file__).parent.parent.parent.parent / "data" / "new/y.json"
HERE = Path(__file__).parent.parent.parent
NEAR = HERE / "near.txt"
OLD = os.path.join(os.path.dirname(__file__), "../../..", "data", "z.json")
UP = dirname(dirname(dirname(dirname(__file__))))
NEXT = join(UP, "data", "new/y.json")
# file: pkg/near.txt
near
# file: pkg/stays.py
from pathlib import Path

DATA = Path(__file__).parent.parent / "data" / "new/y.json"
OTHER = Path(__file__).parent.parent / "data" / "z.json"
