# options: {paths = ["pkg/old.py"], reason = "copies"}
# refuses: still-referenced
# file: pkg/__init__.py
# file: pkg/old.py
x = 1
# file: pkg/user.py
PLUGINS = ["pkg.old"]
