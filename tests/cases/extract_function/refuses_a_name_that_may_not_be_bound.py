# options: {places = ["code.py:2-6@6eca836b07b4", "code.py:10-14@6eca836b07b4"], into = "code.f"}
# refuses: maybe-unbound
# file: code.py
def one(a):
    for x in a:
        print(x)
        if x:
            found = x
            print(x)
    return found

def two(a):
    for x in a:
        print(x)
        if x:
            found = x
            print(x)
    print(found)
