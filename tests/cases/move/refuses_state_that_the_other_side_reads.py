# options: {symbols = ["pkg.a.told"], into = "pkg.b"}
# refuses: module-state
# file: pkg/__init__.py
# file: pkg/a.py
count = 0


def grow():
    global count
    count += 1


def told():
    return count
