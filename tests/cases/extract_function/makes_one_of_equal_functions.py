# options: {places = ["pkg.a.clean", "pkg.b.tidy"], into = "pkg.text.clean"}
# file: pkg/__init__.py
# file: pkg/a.py
import re
from typing import Any


def clean(text: Any, sign: str = "-") -> str:
    """Clean it."""
    words = re.split("a+", str(text))
    return sign.join(word for word in words if word)


def use():
    return clean("ab")
# file: pkg/b.py
"""B."""

import re
from typing import Any

__all__ = ["tidy"]


def tidy(text: Any, sign: str = "-") -> str:
    """Tidy it."""
    parts = re.split("a+", str(text))
    return sign.join(part for part in parts if part)
# file: user.py
from pkg.b import tidy

print(tidy("ba"))
# after
# file: pkg/__init__.py
# file: pkg/a.py
from pkg.text import clean


def use():
    return clean("ab")
# file: pkg/b.py
"""B."""

from pkg.text import clean as tidy

__all__ = ["tidy"]
# file: pkg/text.py
import re
from typing import Any


def clean(text: Any, sign: str = "-") -> str:
    """Clean it."""
    words = re.split("a+", str(text))
    return sign.join(word for word in words if word)
# file: user.py
from pkg.b import tidy

print(tidy("ba"))
