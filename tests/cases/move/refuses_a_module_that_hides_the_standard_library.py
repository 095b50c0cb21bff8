# options: {symbols = ["a.f"], into = "json"}
# refuses: name-taken
# file: a.py
def f(): ...
