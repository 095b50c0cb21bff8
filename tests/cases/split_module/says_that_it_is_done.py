# options: {module = "pkg.big", into = {"pkg.one" = ["f"], "pkg.two" = ["*"]}}
# notes: defines nothing more
# file: pkg/__init__.py
# file: pkg/big.py
from pkg.one import f
# file: pkg/one.py
def f(): ...
# file: pkg/two.py
