# options: {places = ["code.py:3-10@02bd65982396", "code.py:16-23@02bd65982396"], into = "code.last_of"}
# file: code.py
def one(items, last):
    print("one")
    for item in items:
        if item is not None:
            last = item
            if last == 3:
                break
            if last == 4:
                continue
    items.clear()
    return last


def two(items):
    last = 4
    for item in items:
        if item is not None:
            last = item
            if last == 3:
                break
            if last == 4:
                continue
    items.clear()
    print(last)
# after
# file: code.py
def last_of(items, last):
    for item in items:
        if item is not None:
            last = item
            if last == 3:
                break
            if last == 4:
                continue
    items.clear()
    return last


def one(items, last):
    print("one")
    last = last_of(items, last)
    return last


def two(items):
    last = 4
    last = last_of(items, last)
    print(last)
