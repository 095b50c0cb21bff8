# options: {places = ["code.one", "code.two"], into = "code.doubled"}
# file: code.py
# About the first.
def one(items, step=2):
    found = []
    for item in items:
        found.append(item * step)
        found.sort()
    return found


def other():
    return one([]), two([])


@staticmethod
def third(): ...


# About the second.
def two(items, step=2):
    found = []
    for item in items:
        found.append(item * step)
        found.sort()
    return found
# after
# file: code.py
# About the first.
def doubled(items, step=2):
    found = []
    for item in items:
        found.append(item * step)
        found.sort()
    return found


one = doubled


def other():
    return one([]), two([])


@staticmethod
def third(): ...


# About the second.
two = doubled
