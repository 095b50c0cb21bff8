# options: {rename = {"a.thing" = "_thing"}}
# file: a.py
thing = 1
other = 2
# file: b.py
from a import *  # all

x = thing, other
# after
# file: a.py
_thing = 1
other = 2
# file: b.py
from a import *  # all
from a import _thing

x = _thing, other
