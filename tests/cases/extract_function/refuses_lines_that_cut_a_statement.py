# options: {places = ["code.py:2-3@4403eeda5c95", "code.py:8-9@4403eeda5c95"], into = "code.common"}
# refuses: cut-statement
# file: code.py
def one(a):
    b = 1
    if a:
        b = 2
    return b

def two(a):
    b = 1
    if a:
        b = 3
    return b
