# options: {moves = {"pkg.old" = "pkg.new"}}
# refuses: place-taken
# file: pkg/__init__.py
# file: pkg/new.py
x = 1
# file: pkg/old.py
y = 1
