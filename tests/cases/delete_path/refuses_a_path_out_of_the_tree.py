# options: {paths = ["../other"], reason = "no"}
# refuses: outside
# file: pkg/__init__.py
x = 1
