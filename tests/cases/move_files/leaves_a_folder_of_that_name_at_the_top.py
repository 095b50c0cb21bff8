# options: {move = {"docs/examples" = "docs/guides/examples"}}
# layout: {source = ["src"], also = ["docs/**"]}
# notes: pyproject.toml:2: left as it is: `examples/` may be written from `docs`
# file: src/pkg/__init__.py
# file: docs/conf.py
project = "pkg"
# file: docs/index.rst
:doc:`examples/index`
# file: docs/examples/index.rst
.. literalinclude:: ../../examples/left_out_of_the_release.py
.. image:: ../../../outside.png

`link <../../examples/>`_
# file: pyproject.toml
[tool.ruff.lint.per-file-ignores]
"examples/*" = ["S"]
"docs/examples/*" = ["T"]
# after
# file: src/pkg/__init__.py
# file: docs/conf.py
project = "pkg"
# file: docs/index.rst
:doc:`guides/examples/index`
# file: docs/guides/examples/index.rst
.. literalinclude:: ../../../examples/left_out_of_the_release.py
.. image:: ../../../outside.png

`link <../../examples/>`_
# file: pyproject.toml
[tool.ruff.lint.per-file-ignores]
"examples/*" = ["S"]
"docs/guides/examples/*" = ["T"]
