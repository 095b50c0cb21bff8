# options: {places = ["code.A.best", "code.B.best"], into = "code.best_of", parameters = ["score"]}
# file: code.py
class A:
    def best(self, items):
        found = None
        highest = -1
        for item in items:
            value = item.size * self.weight
            if value > highest:
                highest = value
                found = item
        return found


class B:
    def best(self, items):
        found = None
        highest = -1
        for entry in items:
            value = entry.size + len(entry.name)
            if value > highest:
                highest = value
                found = entry
        return found
# after
# file: code.py
def best_of(items, *, score):
    found = None
    highest = -1
    for item in items:
        value = score(item)
        if value > highest:
            highest = value
            found = item
    return found


class A:
    def best(self, items):
        return best_of(items, score=lambda item: item.size * self.weight)


class B:
    def best(self, items):
        return best_of(items, score=lambda entry: entry.size + len(entry.name))
