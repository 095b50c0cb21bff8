# options: {rename = {"pkg.loader" = "pkg.sub.loader", "pkg.old" = "pkg.new"}}
# file: data/x.json
{}
# file: pkg/__init__.py
# file: pkg/loader.py
from pathlib import Path

DATA = Path(__file__).parent.parent / "data" / "x.json"
OLD = Path(__file__).parent / "old" / "t.txt"
# file: pkg/old/__init__.py
from pathlib import Path

HERE = Path(__file__).parent
TEXT = HERE / "t.txt"
# file: pkg/old/t.txt
text
# file: pkg/stays.py
import os

OLD = os.path.join(os.path.dirname(__file__), "old", "t.txt")
# file: pkg/sub/__init__.py
# after
# file: data/x.json
{}
# file: pkg/__init__.py
# file: pkg/new/__init__.py
from pathlib import Path

HERE = Path(__file__).parent
TEXT = HERE / "t.txt"
# file: pkg/new/t.txt
text
# file: pkg/stays.py
import os

OLD = os.path.join(os.path.dirname(__file__), "new", "t.txt")
# file: pkg/sub/__init__.py
# file: pkg/sub/loader.py
from pathlib import Path

DATA = Path(__file__).parent.parent.parent / "data" / "x.json"
OLD = Path(__file__).parent.parent / "new" / "t.txt"
