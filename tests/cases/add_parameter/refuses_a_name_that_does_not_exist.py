# options: {function = "m.fetsh", name = "deep", default = "1"}
# refuses: no-such-name
# file: m.py
def fetch(): ...
