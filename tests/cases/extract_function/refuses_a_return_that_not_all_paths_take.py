# options: {places = ["code.py:2-5@10fea44de990", "code.py:9-12@10fea44de990"], into = "code.f"}
# refuses: early-return
# file: code.py
def one(a):
    x = a + 1
    y = a + 2
    if x > y:
        return x
    return 3

def two(a):
    x = a + 1
    y = a + 2
    if x > y:
        return x
    return 4
