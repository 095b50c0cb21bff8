# options: {modules = ["pkg"]}
# notes: use.py:5: left as it is: `run` of `pkg`: it is looked up when the function runs, and patched
# file: pkg/__init__.py
from .core import run, stop
# file: pkg/core.py
def run(): ...


def stop(): ...
# file: test_it.py
from unittest import mock


def test_it():
    with mock.patch("pkg.run"), mock.patch("use.stop"):
        import use

        use.f()
# file: use.py
from pkg import stop


def f():
    from pkg import run

    return run, stop
# after
# file: pkg/__init__.py
from .core import run, stop
# file: pkg/core.py
def run(): ...


def stop(): ...
# file: test_it.py
from unittest import mock


def test_it():
    with mock.patch("pkg.run"), mock.patch("use.stop"):
        import use

        use.f()
# file: use.py
from pkg.core import stop


def f():
    from pkg import run

    return run, stop
