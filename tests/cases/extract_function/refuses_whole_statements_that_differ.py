# options: {places = ["code.one", "code.two"], into = "code.f"}
# refuses: statements
# file: code.py
def one(a):
    x = a.first()
    y = a.second()
    print(x)
    return x + y


def two(a):
    x = a.first()
    y = a.second()
    a.close()
    return x + y
