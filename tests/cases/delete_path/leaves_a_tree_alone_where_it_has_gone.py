# options: {paths = ["pkg/old.py"], reason = "copies"}
# notes: has gone already
# file: pkg/__init__.py
x = 1
