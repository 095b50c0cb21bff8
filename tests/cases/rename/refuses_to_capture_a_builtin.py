# options: {rename = {"a.size" = "len"}}
# refuses: captured
# file: a.py
size = 1
n = len("x")
