# options: {moves = {"pkg.old" = "pkg.new", "pkg.a.f" = "pkg.new.g"}, remove_in = "2.0", guide = "docs/moving.md", plan = "docs/moving.toml"}
# file: pkg/__init__.py
# file: pkg/a.py
# file: pkg/new.py
def g():
    pass
# after
# file: docs/moving.md
<!-- written by `migrate`, codemod `compat`: changes by hand are lost -->

# Names that moved

Old names that still work give a `DeprecationWarning` when they are used. They go in 2.0. Your tests find the uses:

```sh
python -W error::DeprecationWarning -m pytest
```

| old | new | the old name |
|---|---|---|
| `pkg.a.f` | `pkg.new.g` | warns, goes in 2.0 |
| `pkg.old` | `pkg.new` | warns, goes in 2.0 |

`migrate` changes imports, uses and strings for you. Copy `docs/moving.toml` of this project into the top folder of yours, and run:

```sh
migrate --plan moving.toml apply --dry-run   # shows the changes
migrate --plan moving.toml apply
```
# file: docs/moving.toml
# written by `migrate`, codemod `compat`: changes by hand are lost
# Run it in the project that uses pkg: `migrate --plan THIS_FILE apply`.

[project]
name = "follow the moves of pkg"

[[phase]]
id = 1
title = "Follow the moves of pkg"

  [[phase.step]]
  id = "1.1"
  title = "Use the new names of pkg"
  codemod = "follow-moves"

  [phase.step.modules]
  "pkg.old" = "pkg.new"

  [phase.step.symbols]
  "pkg.a.f" = "pkg.new.g"
# file: pkg/__init__.py
# file: pkg/a.py


_MOVED = {
    "f": ("pkg.new.g", "2.0"),
}

TYPE_CHECKING = False  # type checkers take it for true
if TYPE_CHECKING:
    from pkg.new import (
        g as _f,
    )
    f = _f
else:

    def __getattr__(name: str) -> object:
        if name not in _MOVED:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        import importlib
        import warnings

        new, version = _MOVED[name]
        module, _, attribute = new.rpartition(".")
        value = getattr(importlib.import_module(module), attribute)
        warnings.warn(
            f"{__name__}.{name} is deprecated and goes in {version or 'a future version'}: use {new}",
            DeprecationWarning,
            stacklevel=2,
        )
        return value


def __dir__() -> list[str]:
    return sorted([*globals(), *_MOVED])
# file: pkg/new.py
def g():
    pass
# file: pkg/old.py
"""Moved to `pkg.new`. The old names still work, and warn."""

from typing import TYPE_CHECKING

_MOVED = {
    "g": ("pkg.new.g", "2.0"),
}

__all__ = [
    "g",
]

if TYPE_CHECKING:
    from pkg.new import (
        g as g,
    )
else:

    def __getattr__(name: str) -> object:
        if name not in _MOVED:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        import importlib
        import warnings

        new, version = _MOVED[name]
        module, _, attribute = new.rpartition(".")
        value = getattr(importlib.import_module(module), attribute)
        warnings.warn(
            f"{__name__}.{name} is deprecated and goes in {version or 'a future version'}: use {new}",
            DeprecationWarning,
            stacklevel=2,
        )
        return value


def __dir__() -> list[str]:
    return sorted([*globals(), *_MOVED])
