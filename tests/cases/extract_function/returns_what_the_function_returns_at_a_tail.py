# options: {places = ["code.py:5-12@a323194c217d", "code.py:18-25@a323194c217d"], into = "code.choose"}
# file: code.py
def one(items, kind):
    """One."""
    if kind is None:
        items = list(items)
    for item in items:
        if item == kind:
            return item
        if item is None:
            return "none"
    if kind == 3:
        items.clear()
        return 3


def two(items, kind):
    if kind:
        print(kind)
    for item in items:
        if item == kind:
            return item
        if item is None:
            return "none"
    if kind == 3:
        items.clear()
        return 3
# after
# file: code.py
def choose(items, kind):
    for item in items:
        if item == kind:
            return item
        if item is None:
            return "none"
    if kind == 3:
        items.clear()
        return 3


def one(items, kind):
    """One."""
    if kind is None:
        items = list(items)
    return choose(items, kind)


def two(items, kind):
    if kind:
        print(kind)
    return choose(items, kind)
