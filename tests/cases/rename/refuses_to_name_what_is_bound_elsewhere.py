# options: {rename = {"b.old" = "new"}}
# refuses: no-such-name
# file: a.py
old = 1
# file: b.py
from a import *
