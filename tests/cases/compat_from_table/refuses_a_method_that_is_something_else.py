# options: {module = "pkg.old", rows = {"Pipeline.run" = {noop = true, signature = "(self, graph)"}}}
# refuses: place-taken
# file: pkg/__init__.py
# file: pkg/old.py
class Pipeline:
    run = len
