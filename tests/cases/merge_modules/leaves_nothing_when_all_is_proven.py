# options: {from = ["pkg.a"], into = "pkg.b", leave = "nothing"}
# layout: {also = ["docs"]}
# file: docs/page.rst
.. automodule:: pkg.a

:class:`pkg.a.Thing` lives in pkg/a.py, not in my.pkg.a or pkg.ab.
# file: pkg/__init__.py
# file: pkg/a.py
class Thing:
    pass
# file: pkg/b.py
x = 1
# file: pkg/user.py
import importlib


def f():
    return importlib.import_module("pkg.a").Thing, importlib.import_module(".a", __package__)
# after
# file: docs/page.rst
.. automodule:: pkg.b

:class:`pkg.b.Thing` lives in pkg/b.py, not in my.pkg.a or pkg.ab.
# file: pkg/__init__.py
# file: pkg/b.py
x = 1


class Thing:
    pass
# file: pkg/user.py
import importlib


def f():
    return importlib.import_module("pkg.b").Thing, importlib.import_module(".b", __package__)
