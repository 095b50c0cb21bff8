# options: {functions = ["pkg.f"], constants = ["pkg.count"], class = "Tools"}
# refuses: global-write
# file: pkg.py
count = 0


def f():
    global count
    return count
