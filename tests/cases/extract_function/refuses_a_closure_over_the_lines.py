# options: {places = ["code.py:4-6@7b3676982126", "code.py:11-13@7b3676982126"], into = "code.common"}
# refuses: closure
# file: code.py
def one(a):
    def show():
        return b
    b = a + 1
    c = b * 2
    print(c)
    return show()
def two(a):
    def show():
        return b
    b = a + 1
    c = b * 2
    print(c)
    return show
