# options: {move = {"pkg/a.py" = "pkg/new/a.py"}}
# refuses: no-such-package
# file: pkg/__init__.py
# file: pkg/a.py
x = 1
