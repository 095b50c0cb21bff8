# options: {move = {"pkg/a.py" = "pkg/sub/a.py"}}
# refuses: unproven-path
# file: pkg/__init__.py
# file: pkg/a.py
from pathlib import Path

HERE = Path(__file__).parent


def load(name):
    return HERE / name
# file: pkg/data.txt
data
# file: pkg/sub/__init__.py
