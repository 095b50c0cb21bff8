# options: {functions = ["pkg.text.strip", "pkg.text.fold"], class = "Text"}
# layout: {also = ["docs"]}
# file: pkg/__init__.py
# file: pkg/text.py
"""About text; see pkg.text.fold."""
import functools

__all__ = ["fold", "strip", "other"]

LIMIT = 3

# --- folding ---

# Folds it.
@functools.lru_cache
def fold(text, limit=LIMIT):
    """Fold it.

    More of it.
    """
    if limit < 1:
        return strip(text)

    banner = """
no
    indentation"""
    return fold(strip(text), limit - 1) + banner[:0]


def other():
    return fold("x")


def strip(text): return text.strip()  # all


X = fold(" b ")
# file: pkg/use.py
from pkg.text import fold, other, strip as cut
import pkg.text
import pkg.text as t


def f(x):
    return cut(fold(x)) + pkg.text.fold(x) + t.strip(x) + f"{cut(x)}"
# file: tests/test_text.py
from unittest import mock

from pkg import text


def test_fold(monkeypatch):
    monkeypatch.setattr("pkg.text.strip", str.upper)
    monkeypatch.setattr(text, "fold", lambda x: x)
    with mock.patch("pkg.text.fold") as fold:
        text.other()
    assert fold.called
# file: docs/use.md
See `pkg.text.fold`:

```python
from pkg.text import fold

fold(" a ")
```
# after
# file: pkg/__init__.py
# file: pkg/text.py
"""About text; see pkg.text.Text.fold."""
import functools

__all__ = ["Text", "other"]

LIMIT = 3

# --- folding ---

class Text:
    # Folds it.
    @staticmethod
    @functools.lru_cache
    def fold(text, limit=LIMIT):
        """Fold it.

        More of it.
        """
        if limit < 1:
            return Text.strip(text)

        banner = """
no
    indentation"""
        return Text.fold(Text.strip(text), limit - 1) + banner[:0]

    @staticmethod
    def strip(text): return text.strip()  # all


def other():
    return Text.fold("x")


X = Text.fold(" b ")
# file: pkg/use.py
from pkg.text import Text, other
import pkg.text
import pkg.text as t


def f(x):
    return Text.strip(Text.fold(x)) + pkg.text.Text.fold(x) + t.Text.strip(x) + f"{Text.strip(x)}"
# file: tests/test_text.py
from unittest import mock

from pkg import text


def test_fold(monkeypatch):
    monkeypatch.setattr("pkg.text.Text.strip", str.upper)
    monkeypatch.setattr(text.Text, "fold", lambda x: x)
    with mock.patch("pkg.text.Text.fold") as fold:
        text.other()
    assert fold.called
# file: docs/use.md
See `pkg.text.Text.fold`:

```python
from pkg.text import Text

Text.fold(" a ")
```
