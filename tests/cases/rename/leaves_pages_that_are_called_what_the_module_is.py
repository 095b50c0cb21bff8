# options: {rename = {"pkg.old" = "pkg.newer"}}
# layout: {also = ["docs/**"]}
# file: pkg/__init__.py
# file: pkg/new.py
# file: pkg/old.py
def f():
    pass
# file: docs/api.rst
.. toctree::
    :caption: API

    pkg.new
    Old <pkg.old>

See :doc:`the page <pkg.old>`, :doc:`pkg.old` and :func:`pkg.old.f`.
# file: docs/pkg.old.rst
.. autofunction:: pkg.old.f
# file: docs/pkg.new.rst
.. automodule:: pkg.new
# after
# file: pkg/__init__.py
# file: pkg/new.py
# file: pkg/newer.py
def f():
    pass
# file: docs/api.rst
.. toctree::
    :caption: API

    pkg.new
    Old <pkg.old>

See :doc:`the page <pkg.old>`, :doc:`pkg.old` and :func:`pkg.newer.f`.
# file: docs/pkg.old.rst
.. autofunction:: pkg.newer.f
# file: docs/pkg.new.rst
.. automodule:: pkg.new
