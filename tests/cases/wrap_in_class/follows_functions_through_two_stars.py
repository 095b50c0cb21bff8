# options: {functions = ["pkg.core.area"], class = "Areas"}
# file: pkg/__init__.py
# file: pkg/core.py
def area(side):
    return side * side
# file: pkg/middle.py
from pkg.core import *
# file: pkg/user.py
from pkg.middle import *

RESULT = area(2)
# after
# file: pkg/__init__.py
# file: pkg/core.py
class Areas:
    @staticmethod
    def area(side):
        return side * side
# file: pkg/middle.py
from pkg.core import *
# file: pkg/user.py
from pkg.middle import *

RESULT = Areas.area(2)
