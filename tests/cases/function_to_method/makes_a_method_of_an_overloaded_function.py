# options: {function = "pkg.get", class = "pkg.Shape"}
# file: pkg.py
from typing import overload


class Shape:
    side = 1


@overload
def get(shape: Shape, key: int) -> int: ...
@overload
def get(shape: Shape, key: str) -> str: ...
def get(shape, key):
    return key


print(get(Shape(), 1))
# after
# file: pkg.py
from typing import overload


class Shape:
    side = 1

    @overload
    def get(self, key: int) -> int: ...

    @overload
    def get(self, key: str) -> str: ...

    def get(self, key):
        return key


print(Shape().get(1))
