# options: {from = ["pkg.a"], into = "pkg.b", leave = "nothing"}
# layout: {also = ["docs/*.rst"]}
# notes: docs/api.rst:4: this page is about the whole of `pkg.b` now
# file: docs/api.rst
Areas
=====

.. automodule:: pkg.a
# file: pkg/__init__.py
# file: pkg/a.py
def area(radius):
    return 3 * radius**2
# file: pkg/b.py
# after
# file: docs/api.rst
Areas
=====

.. automodule:: pkg.b
# file: pkg/__init__.py
# file: pkg/b.py
def area(radius):
    return 3 * radius**2
