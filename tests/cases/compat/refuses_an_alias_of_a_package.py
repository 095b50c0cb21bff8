# options: {moves = {"old" = "new"}, how = "alias"}
# refuses: package-left
# file: new/__init__.py
# file: new/core.py
x = 1
