# options: {from = ["nx.algorithms.old"], into = "nx.algorithms.new", leave = "nothing"}
# refuses: unproven-reference
# file: nx/__init__.py
from nx.algorithms import *
# file: nx/algorithms/__init__.py
from nx.algorithms.new import *
from nx.algorithms.old import *
# file: nx/algorithms/new.py
def g():
    pass
# file: nx/algorithms/old.py
def f():
    pass
# file: tests/test_old.py
import nx

nx.old.f()
