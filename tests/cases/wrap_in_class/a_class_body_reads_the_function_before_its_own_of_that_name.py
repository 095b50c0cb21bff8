# options: {functions = ["pkg.core.area"], class = "Areas"}
# file: pkg/__init__.py
# file: pkg/core.py
def area(side):
    return side * side
# file: pkg/user.py
from pkg.core import area


class Square:
    unit = area(1)

    def area(
        self,
        side=area(2),
    ):
        return area(side)


class Other:
    area = staticmethod(
        area
    )


RESULT = Square.unit, Square().area(), Other.area(3)
# after
# file: pkg/__init__.py
# file: pkg/core.py
class Areas:
    @staticmethod
    def area(side):
        return side * side
# file: pkg/user.py
from pkg.core import Areas


class Square:
    unit = Areas.area(1)

    def area(
        self,
        side=Areas.area(2),
    ):
        return Areas.area(side)


class Other:
    area = staticmethod(
        Areas.area
    )


RESULT = Square.unit, Square().area(), Other.area(3)
