# options: {paths = ["pkg/old.py"]}
# notes: pkg/old.py has gone already
# file: pkg/__init__.py
# file: pkg/user.py
x = 1
