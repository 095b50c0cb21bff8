# options: {from = ["pkg.a"], into = "pkg.b", rename = {thing = "stuff"}}
# file: pkg/__init__.py
# file: pkg/a.py
def thing():
    return 1
# file: pkg/b.py
x = 1
# file: pkg/user.py
from pkg import a
from pkg.a import thing


def one(a):
    return a.thing


def two(thing):
    return thing, [a for a in thing], a.thing


class Box:
    thing = thing

    def get(self):
        return thing, self.thing


def three():
    stuff = 1
    return thing, stuff
# after
# file: pkg/__init__.py
# file: pkg/a.py
...
# file: pkg/b.py
x = 1


def stuff():
    return 1
# file: pkg/user.py
from pkg import b as a
from pkg.b import stuff as thing


def one(a):
    return a.thing


def two(thing):
    return thing, [a for a in thing], a.stuff


class Box:
    thing = thing

    def get(self):
        return thing, self.thing


def three():
    stuff = 1
    return thing, stuff
