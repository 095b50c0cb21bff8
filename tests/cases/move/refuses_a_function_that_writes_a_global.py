# options: {symbols = ["pkg.a.grow"], into = "pkg.b"}
# refuses: global-write
# file: pkg/__init__.py
# file: pkg/a.py
count = 0


def grow():
    global count
    count += 1


def told():
    return count
