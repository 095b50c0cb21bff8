# options: {places = ["code.py:2-8@f6f7da591395", "code.py:14-20@c901425ce653"], into = "code.totals"}
# file: code.py
def one(items):
    total = 0
    count = 0
    for item in items:
        if item.price > 10:
            total += item.price
            count += 1
    mean = total / (count or 1)
    return mean, total


def two(things, bonus):
    print(bonus)
    total = 0
    count = 0
    for thing in things:
        if thing.price > 10:
            total += thing.price
            count += 1
    mean = total / (count or 1)
    print(mean)
    return total + bonus
# after
# file: code.py
def totals(items):
    total = 0
    count = 0
    for item in items:
        if item.price > 10:
            total += item.price
            count += 1
    mean = total / (count or 1)
    return total, mean


def one(items):
    total, mean = totals(items)
    return mean, total


def two(things, bonus):
    print(bonus)
    total, mean = totals(things)
    print(mean)
    return total + bonus
