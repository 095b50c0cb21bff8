# options: {paths = ["examples/js"], reason = "an old example"}
# layout: {also = ["docs/*.rst"]}
# file: docs/testing.rst
Fixtures go to ``tests/conftest.py``.
# file: examples/js/app/__init__.py
# file: examples/js/tests/conftest.py
# file: tests/conftest.py
# after
# file: docs/testing.rst
Fixtures go to ``tests/conftest.py``.
# file: tests/conftest.py
