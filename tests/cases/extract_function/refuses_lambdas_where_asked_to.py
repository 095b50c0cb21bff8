# options: {places = ["code.one", "code.two"], into = "code.common", lambdas = "refuse"}
# refuses: expression
# file: code.py
def one(a):
    b = [x for x in a]
    b.append(a.first)
    b.sort()
    return b


def two(a):
    b = [x for x in a]
    b.append(a.second)
    b.sort()
    return b
