# options: {move = {"tests/conftest.py" = "conftest.py"}}
# refuses: found-by-name
# file: tests/conftest.py
x = 1
