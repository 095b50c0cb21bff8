# options: {from = ["pkg.sub.a"], into = "pkg.b"}
# refuses: module-place
# file: pkg/__init__.py
# file: pkg/sub/__init__.py
# file: pkg/sub/a.py
import os

HERE = os.path.dirname(__file__)
# file: pkg/b.py
x = 1
