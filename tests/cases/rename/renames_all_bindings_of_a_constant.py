# options: {rename = {"config.LIMIT" = "MOST", "config.T" = "Thing"}}
# file: config.py
import os
from typing import TypeVar

T = TypeVar("T")
LIMIT: int = 1
if os.name == "nowhere":
    LIMIT = 2
LIMIT += 1
try:
    LIMIT = int(os.environ["MOST_OF_IT"])
except KeyError:
    pass


def raise_it(by):
    global LIMIT
    LIMIT += by
    return globals()["LIMIT"]


def inner():
    LIMIT = 3

    def deeper():
        nonlocal LIMIT
        LIMIT = 4

    return deeper
# file: use.py
import config


def grow():
    config.LIMIT += 1
    return f"{config.LIMIT} of {config.LIMIT:>{config.LIMIT}}"
# after
# file: config.py
import os
from typing import TypeVar

Thing = TypeVar("Thing")
MOST: int = 1
if os.name == "nowhere":
    MOST = 2
MOST += 1
try:
    MOST = int(os.environ["MOST_OF_IT"])
except KeyError:
    pass


def raise_it(by):
    global MOST
    MOST += by
    return globals()["MOST"]


def inner():
    LIMIT = 3

    def deeper():
        nonlocal LIMIT
        LIMIT = 4

    return deeper
# file: use.py
import config


def grow():
    config.MOST += 1
    return f"{config.MOST} of {config.MOST:>{config.MOST}}"
