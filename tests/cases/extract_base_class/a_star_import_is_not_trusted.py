# options: {classes = ["pkg.a.A", "pkg.b.B"], into = "pkg.base.Base"}
# refuses: nothing-shared
# file: pkg/__init__.py
# file: pkg/a.py
from os.path import *


class A:
    def run(self, x):
        total = 0
        for item in self.items:
            if item.size < 0:
                raise ValueError(item)
            total += item.size
        for item in self.more:
            if item in self.items:
                continue
            total += item.size
            self.items.append(item)
        while total > self.most:
            total -= self.items.pop().size
        self.total = total
        return join(x, total)
# file: pkg/b.py
from posixpath import *


class B:
    def run(self, x):
        total = 0
        for item in self.items:
            if item.size < 0:
                raise ValueError(item)
            total += item.size
        for item in self.more:
            if item in self.items:
                continue
            total += item.size
            self.items.append(item)
        while total > self.most:
            total -= self.items.pop().size
        self.total = total
        return join(x, total)
