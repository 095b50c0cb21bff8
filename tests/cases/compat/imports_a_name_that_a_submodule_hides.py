# options: {moves = {"pkg.tool" = "pkg.core.tool"}}
# file: pkg/__init__.py
from pkg.tool import helper
# file: pkg/core.py
def tool():
    pass
# file: pkg/tool.py
def helper():
    pass
# after
# file: pkg/__init__.py
from pkg.tool import helper


from pkg.core import tool as tool  # noqa: E402
# file: pkg/core.py
def tool():
    pass
# file: pkg/tool.py
def helper():
    pass
