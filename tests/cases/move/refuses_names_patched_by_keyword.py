# options: {symbols = ["pkg.a.f"], into = "pkg.b"}
# refuses: unproven-reference
# file: pkg/__init__.py
# file: pkg/a.py
def f(): ...
# file: test_it.py
from unittest.mock import patch

with patch.multiple("pkg.a", f=len):
    pass
