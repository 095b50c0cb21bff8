# options: {rename = {"pkg.Old" = "New"}, comments = ["use.py", "*.txt"], strings = ["use.py"]}
# file: notes.txt
Old, not Older.
# file: pkg/__init__.py
from .core import Old
# file: pkg/core.py
class Old: ...
# file: use.py
"""Shows Old."""
import pkg  # for Old

shown = pkg.Old, "Old", "Old it is"
# after
# file: notes.txt
New, not Older.
# file: pkg/__init__.py
from .core import Old as New
# file: pkg/core.py
class Old: ...
# file: use.py
"""Shows New."""
import pkg  # for New

shown = pkg.New, "New", "Old it is"
