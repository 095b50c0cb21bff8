# options: {places = ["code.py:4-7@e2a7fc073e56", "code.py:15-18@e2a7fc073e56"], into = "code.f"}
# refuses: error-path
# file: code.py
def one(a):
    state = "start"
    try:
        state = "open"
        b = open(a)
        state = "read"
        c = b.read()
    except OSError:
        print(state)
        c = None
    return c
def two(a):
    state = "start"
    try:
        state = "open"
        b = open(a)
        state = "read"
        c = b.read()
    except OSError:
        print(state)
        c = None
    return c
