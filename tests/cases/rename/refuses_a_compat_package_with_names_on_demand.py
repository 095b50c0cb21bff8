# options: {rename = {"pkg" = "lib"}, leave = "compat"}
# refuses: lazy-names
# file: pkg/__init__.py
def __getattr__(name):
    return name
