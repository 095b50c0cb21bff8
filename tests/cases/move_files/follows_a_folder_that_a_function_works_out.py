# options: {move = {"tests/res" = "tests/resources"}}
# notes: tests/conftest.py:14: left as it is: `res` may be the folder tests/res, which moves
# file: tests/conftest.py
from os.path import dirname, join
from pathlib import Path


def templates():
    here = Path(__file__).parent.resolve()
    return here / "res" / "templates"


def either(flag):
    here = Path(__file__).parent
    if flag:
        here = Path("other")
    return here / "res"


class Place:
    here = Path(__file__).parent

    def data(self):
        folder = join(dirname(__file__), "res")
        return join(folder, "data.txt")
# file: tests/res/data.txt
x
# file: tests/res/templates/a.html
y
# after
# file: tests/conftest.py
from os.path import dirname, join
from pathlib import Path


def templates():
    here = Path(__file__).parent.resolve()
    return here / "resources" / "templates"


def either(flag):
    here = Path(__file__).parent
    if flag:
        here = Path("other")
    return here / "res"


class Place:
    here = Path(__file__).parent

    def data(self):
        folder = join(dirname(__file__), "resources")
        return join(folder, "data.txt")
# file: tests/resources/data.txt
x
# file: tests/resources/templates/a.html
y
