# options: {symbols = ["pkg.core.load"], into = "pkg.loading"}
# file: pkg/__init__.py
# file: pkg/core.py
def load():
    return 1


def area():
    return 2
# file: pkg/middle.py
from pkg.core import *
# file: pkg/user.py
from pkg.middle import *

RESULT = load(), area()
# after
# file: pkg/__init__.py
# file: pkg/core.py
def area():
    return 2
# file: pkg/loading.py
def load():
    return 1
# file: pkg/middle.py
from pkg.core import *
from pkg.loading import load
# file: pkg/user.py
from pkg.middle import *

RESULT = load(), area()
