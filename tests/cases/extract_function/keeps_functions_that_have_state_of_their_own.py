# options: {places = ["code.one", "code.two"], into = "code.added"}
# file: code.py
def one(item, found=[]):
    found.append(item)
    found.sort()
    if len(found) > 10:
        found.clear()
    for other in found:
        print(other)
    return found


def two(item, found=[]):
    found.append(item)
    found.sort()
    if len(found) > 10:
        found.clear()
    for other in found:
        print(other)
    return found
# after
# file: code.py
def added(item, found):
    found.append(item)
    found.sort()
    if len(found) > 10:
        found.clear()
    for other in found:
        print(other)
    return found


def one(item, found=[]):
    return added(item, found)


def two(item, found=[]):
    return added(item, found)
