# options: {from = ["pkg.old"], into = "pkg.new", rename = {Thing = "Other"}, leave = "nothing"}
# file: pkg/__init__.py
# file: pkg/old.py
class Thing: ...
# file: pkg/new.py
# file: user.py
from pkg import old
from pkg.old import Thing


class Holder:
    Thing = Thing
    old = old.Thing
# after
# file: pkg/__init__.py
# file: pkg/new.py
class Other: ...
# file: user.py
from pkg import new as old
from pkg.new import Other


class Holder:
    Thing = Other
    old = old.Other
