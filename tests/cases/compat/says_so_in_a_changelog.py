# options: {moves = {"pkg.old" = "pkg.new", "pkg.a.f" = "pkg.new.f", "pkg.a._g" = "pkg.new.f"}, shims = false, remove_in = "2.0", changelog = "CHANGELOG.md"}
# file: CHANGELOG.md
# Changelog

All notable changes.

## [Unreleased]

### Added

- Something.

## 1.0

- First.
# file: pkg/__init__.py
# file: pkg/new.py
def f():
    pass
# after
# file: CHANGELOG.md
# Changelog

All notable changes.

## [Unreleased]

### Deprecated

- `pkg.a.f` is now `pkg.new.f`; the old name is gone.
- `pkg.old` is now `pkg.new`; the old name is gone.

### Added

- Something.

## 1.0

- First.
# file: pkg/__init__.py
# file: pkg/new.py
def f():
    pass
