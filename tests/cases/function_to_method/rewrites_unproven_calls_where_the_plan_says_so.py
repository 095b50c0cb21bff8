# options: {function = "pkg.area", class = "pkg.Shape", unproven = "rewrite", receiver = ""}
# notes: nobody can tell
# file: pkg.py
class Shape:
    side = 2


async def area(shape, factor=1):
    return locals()["shape"].side * factor


async def g(x, y):
    return await area(x + y), await area(x.y[0]), await area((x or y), 2)
# after
# file: pkg.py
class Shape:
    side = 2

    async def area(shape, factor=1):
        return locals()["shape"].side * factor


async def g(x, y):
    return await (x + y).area(), await x.y[0].area(), await (x or y).area(2)
