# options: {pattern = "os.getcwd()", to = "pathlib.Path.cwd()"}
# file: a.py
import os

here = os.getcwd()
# file: b.py
from a import os
# file: c.py
import os

__all__ = ["os"]
here = os.getcwd()
# file: d.py
import os  # noqa

here = os.getcwd()
# file: e.py
try:
    import os
except ImportError:
    os = None


def f():
    import os
    return os.getcwd()
# after
# file: a.py
import os
from pathlib import Path

here = Path.cwd()
# file: b.py
from a import os
# file: c.py
import os
from pathlib import Path

__all__ = ["os"]
here = Path.cwd()
# file: d.py
import os  # noqa
from pathlib import Path

here = Path.cwd()
# file: e.py
from pathlib import Path

try:
    import os
except ImportError:
    os = None


def f():
    return Path.cwd()
