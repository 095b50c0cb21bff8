# options: {rename = {"a.f(old)" = "new"}}
# refuses: no-function
# file: a.py
f = print
