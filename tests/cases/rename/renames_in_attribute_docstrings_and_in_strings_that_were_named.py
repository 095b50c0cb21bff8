# options: {rename = {"pkg.a.old" = "new"}, strings = ["pkg/b.py"]}
# file: pkg/__init__.py
# file: pkg/a.py
def old(): ...


class K:
    size = 1
    """Made by :func:`~pkg.a.old`, not by pkg.a.older."""
# file: pkg/b.py
said = "call pkg.a.old() or pkg.a:old", "old", "an old one"
# after
# file: pkg/__init__.py
# file: pkg/a.py
def new(): ...


class K:
    size = 1
    """Made by :func:`~pkg.a.new`, not by pkg.a.older."""
# file: pkg/b.py
said = "call pkg.a.new() or pkg.a:new", "new", "an old one"
