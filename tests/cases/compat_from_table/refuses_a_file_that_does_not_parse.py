# options: {module = "pkg.compat", rows = {fold = {noop = true, signature = "(graph)"}}}
# refuses: syntax-error
# file: pkg/__init__.py
# file: pkg/compat.py
def f(:
