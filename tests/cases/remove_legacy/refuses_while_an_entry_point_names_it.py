# options: {paths = ["pkg/old.py"], early = true}
# layout: {also = ["setup.cfg"]}
# refuses: still-used
# file: pkg/__init__.py
# file: pkg/real.py
def load():
    return 1
# file: pkg/old.py
"""Moved to pkg.real."""
from pkg.real import load
# file: setup.cfg
[options.entry_points]
console_scripts =
    load = pkg.old:load
