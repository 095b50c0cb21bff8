# options: {places = ["code.one", "code.py:2-3@1b1476b87e22"], into = "code.common"}
# refuses: overlap
# file: code.py
def one(a):
    b = 1
    c = 2
    return b + c
