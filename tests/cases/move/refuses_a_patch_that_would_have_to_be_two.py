# options: {symbols = ["pkg.a.fetch"], into = "pkg.b"}
# refuses: patched-name
# file: pkg/__init__.py
# file: pkg/a.py
import json


def fetch(x):
    return json.loads(x)


def store(x):
    return json.dumps(x)
# file: test_all.py
from unittest import mock


@mock.patch("pkg.a.json")
def test_it(json):
    pass
