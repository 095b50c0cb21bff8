# options: {places = ["code.A.walk", "code.B.walk"], into = "code.walked"}
# file: code.py
class A:
    items = ()

    def walk(self):
        for item in self.items:
            if item is None:
                continue
            yield item
            for inner in item.children:
                yield from inner.walk()


class B:
    items = ()

    def walk(self):
        for item in self.items:
            if item is None:
                continue
            yield item
            for inner in item.parts:
                yield from inner.walk()
# after
# file: code.py
def walked(self, *, get):
    for item in self.items:
        if item is None:
            continue
        yield item
        for inner in get(item):
            yield from inner.walk()


class A:
    items = ()

    def walk(self):
        yield from walked(self, get=lambda item: item.children)


class B:
    items = ()

    def walk(self):
        yield from walked(self, get=lambda item: item.parts)
