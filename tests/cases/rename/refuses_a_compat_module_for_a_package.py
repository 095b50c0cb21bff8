# options: {rename = {"pkg" = "lib"}, leave = "compat"}
# refuses: package-left
# file: pkg/__init__.py
x = 1
