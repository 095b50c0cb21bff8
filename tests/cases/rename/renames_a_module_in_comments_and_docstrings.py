# options: {rename = {"lib" = "kit"}}
# file: lib.py
"""See :func:`lib.run`; a lib is a word, and so is my-lib.org.

>>> from lib import run
"""


def run(): ...  # lib.run, as in x/lib.py
# file: use.py
"""Import lib first."""

try:
    import lib
except ImportError:
    lib = None
# after
# file: kit.py
"""See :func:`kit.run`; a lib is a word, and so is my-lib.org.

>>> from kit import run
"""


def run(): ...  # kit.run, as in x/lib.py
# file: use.py
"""Import lib first."""

try:
    import kit as lib
except ImportError:
    lib = None
