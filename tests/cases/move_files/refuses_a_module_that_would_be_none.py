# options: {move = {"tools/gen.py" = "tools/gen-all.py"}}
# refuses: no-module
# file: tools/__init__.py
# file: tools/gen.py
x = 1
# file: use.py
from tools.gen import x
