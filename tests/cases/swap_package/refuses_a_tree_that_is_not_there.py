# options: {new = "a", place = "b", old = "delete"}
# refuses: no-such-path
# file: c/__init__.py
