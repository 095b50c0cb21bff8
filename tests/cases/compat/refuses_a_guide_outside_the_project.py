# options: {shims = false, guide = "../moving.md"}
# refuses: outside
# file: pkg/__init__.py
