# options: {places = ["code.py:3-7@8c5b3ba7b452", "code.py:11-15@8c5b3ba7b452"], into = "code.f"}
# refuses: break
# file: code.py
def one(a):
    for item in a:
        x = item.x
        y = item.y
        if x > y:
            print(x)
            break
def two(a):
    print(a)
    for item in a:
        x = item.x
        y = item.y
        if x > y:
            print(x)
            break
