# options: {places = ["code.py:2-8@3cd77b9057ca", "code.py:13-19@3cd77b9057ca"], into = "code.filled"}
# file: code.py
# Two lines have come
# to the top, and a blank one.

def one(a):
    found = {}
    for key in a:
        found[key] = a[key] * 2
        found[key] += 1
        if found[key] > 3:
            found[key] = 3
    found["all"] = len(a)
    return found


def two(a):
    found = {}
    for key in a:
        found[key] = a[key] * 2
        found[key] += 1
        if found[key] > 3:
            found[key] = 3
    found["all"] = len(a)
    return len(found)
# after
# file: code.py
# Two lines have come
# to the top, and a blank one.

def filled(a):
    found = {}
    for key in a:
        found[key] = a[key] * 2
        found[key] += 1
        if found[key] > 3:
            found[key] = 3
    found["all"] = len(a)
    return found


def one(a):
    found = filled(a)
    return found


def two(a):
    found = filled(a)
    return len(found)
