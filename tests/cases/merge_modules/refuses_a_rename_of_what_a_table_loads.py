# options: {from = ["pkg.old"], into = "pkg.new", rename = {Thing = "Other"}, leave = "reexport"}
# refuses: unproven-reference
# file: pkg/__init__.py
import importlib

_WHERE = {"Thing": "pkg.old"}


def __getattr__(name):
    if name in _WHERE:
        return getattr(importlib.import_module(_WHERE[name]), name)
    raise AttributeError(name)
# file: pkg/old.py
class Thing: ...
# file: pkg/new.py
