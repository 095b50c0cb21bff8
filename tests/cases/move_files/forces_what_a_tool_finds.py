# options: {move = {"conftest.py" = "tests/conftest.py"}, force = true}
# file: conftest.py
x = 1
# file: tests/test_it.py
y = 1
# after
# file: tests/conftest.py
x = 1
# file: tests/test_it.py
y = 1
