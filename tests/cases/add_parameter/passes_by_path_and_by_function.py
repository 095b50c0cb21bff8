# options: {function = "pkg.net.fetch", name = "timeout", default = "None", annotation = "float | None", pass = [{paths = ["pkg/jobs/**"], value = "settings.TIMEOUT"}, {inside = "pkg.shop.buy", value = "3"}], imports = ["from pkg import settings"]}
# file: pkg/__init__.py
# file: pkg/settings.py
TIMEOUT = 10
# file: pkg/net.py
def fetch(url, retries=3):
    return url, retries
# file: pkg/jobs/__init__.py
# file: pkg/jobs/nightly.py
"""Runs at night."""

import os

from pkg.net import fetch


def run():
    return fetch(os.sep, retries=2), fetch(
        "b",
    )
# file: pkg/shop.py
from . import net as n


def buy():
    return n.fetch("shop")


def sell():
    return n.fetch("stock", 5)
# after
# file: pkg/__init__.py
# file: pkg/settings.py
TIMEOUT = 10
# file: pkg/net.py
def fetch(url, retries=3, timeout: float | None = None):
    return url, retries
# file: pkg/jobs/__init__.py
# file: pkg/jobs/nightly.py
"""Runs at night."""

import os

from pkg import settings
from pkg.net import fetch


def run():
    return fetch(os.sep, retries=2, timeout=settings.TIMEOUT), fetch(
        "b",
        timeout=settings.TIMEOUT,
    )
# file: pkg/shop.py
from . import net as n


def buy():
    return n.fetch("shop", timeout=3)


def sell():
    return n.fetch("stock", 5)
