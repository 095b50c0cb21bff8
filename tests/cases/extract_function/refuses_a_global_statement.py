# options: {places = ["code.one", "code.two"], into = "code.common"}
# refuses: global
# file: code.py
count = 0


def one(a):
    global count
    count += a
    print(count)


def two(a):
    global count
    count += a
    print(count)
