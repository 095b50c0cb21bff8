# options: {classes = ["pkg.a.A", "pkg.a.B"], into = "pkg.a.Base"}
# refuses: nothing-shared
# file: pkg/__init__.py
# file: pkg/a.py
class A:
    async def f(self):
        found = await self.one()
        found.sort()
        self.found = found
        return found


class B:
    async def f(self):
        found = await self.other(1)
        found.sort()
        self.found = found
        return found
