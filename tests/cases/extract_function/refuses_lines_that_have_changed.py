# options: {places = ["code.py:2-3@000000000000", "code.py:6-7@000000000000"], into = "code.f"}
# refuses: changed
# file: code.py
def one(a):
    b = a
    return b

def two(a):
    b = a
    return b
