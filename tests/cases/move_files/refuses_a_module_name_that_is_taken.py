# options: {move = {"pkg/a.py" = "pkg/json.pyi"}}
# refuses: bad-name
# file: pkg/__init__.py
# file: pkg/a.py
x = 1
