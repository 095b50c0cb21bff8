# options: {modules = {"old" = "new"}}
# import: no
# file: use.py
import importlib

import old
import old.core as c
from old import thing

try:
    old.run(c.x, thing)
except old.core.Error:
    importlib.import_module("old")
# after
# file: use.py
import importlib

import new
import new.core as c
from new import thing

try:
    new.run(c.x, thing)
except new.core.Error:
    importlib.import_module("new")
