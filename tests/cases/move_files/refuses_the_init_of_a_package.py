# options: {move = {"pkg/__init__.py" = "pkg/init.py"}}
# refuses: found-by-name
# file: pkg/__init__.py
x = 1
