# options: {places = ["code.py:2-3", "code.py:6-7"], into = "code.f"}
# refuses: unproven-place
# file: code.py
def one(a):
    b = a
    return b

def two(a):
    b = a
    return b
