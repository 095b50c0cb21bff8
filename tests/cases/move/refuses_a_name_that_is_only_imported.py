# options: {symbols = ["pkg.a.loads"], into = "pkg.b"}
# refuses: imported-name
# file: pkg/__init__.py
# file: pkg/a.py
from json import loads
