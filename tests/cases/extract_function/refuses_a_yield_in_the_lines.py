# options: {places = ["code.py:2-4@a9e98681a668", "code.py:8-10@a9e98681a668"], into = "code.f"}
# refuses: yield
# file: code.py
def one(a):
    x = a + 1
    y = a + 2
    yield x + y
    print("one")

def two(a):
    x = a + 1
    y = a + 2
    yield x + y
    print("two")
