# options: {places = ["code.one", "code.two"], into = "code.common"}
# file: code.py
import math


def one(items, start):
    found = []
    for item in items:
        item = item + start
        if item:
            found.append(math.floor(item))
    found.append(math.pi)
    return found


def two(things, begin):
    found = []
    for thing in things:
        thing = thing + begin
        if thing:
            found.append(math.ceil(thing))
    found.append(math.e)
    return found
# after
# file: code.py
import math


def common(items, start, *, function, value):
    found = []
    for item in items:
        item = item + start
        if item:
            found.append(function()(item))
    found.append(value)
    return found


def one(items, start):
    return common(items, start, function=lambda: math.floor, value=math.pi)


def two(things, begin):
    return common(things, begin, function=lambda: math.ceil, value=math.e)
