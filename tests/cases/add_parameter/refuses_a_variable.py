# options: {function = "m.f", name = "deep", default = "1"}
# refuses: no-function
# file: m.py
f = len
