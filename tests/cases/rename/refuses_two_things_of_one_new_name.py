# options: {rename = {"pkg.core.load" = "read", "pkg.core.fetch" = "read"}}
# refuses: name-taken
# file: pkg/__init__.py
# file: pkg/core.py
def load():
    return 1


def fetch():
    return 2
