# options: {moves = {"pkg.old" = "pkg.new"}, shims = false, changelog = "CHANGES.rst"}
# file: CHANGES.rst
Version 2.1.0
-------------

Unreleased

-   Drop something. :pr:`1`
-   Fix something else.

Version 2.0.0
-------------

-   First.
# file: pkg/__init__.py
# file: pkg/new.py
# after
# file: CHANGES.rst
Version 2.1.0
-------------

Unreleased

-   ``pkg.old`` is now ``pkg.new``; the old name is gone.
-   Drop something. :pr:`1`
-   Fix something else.

Version 2.0.0
-------------

-   First.
# file: pkg/__init__.py
# file: pkg/new.py
