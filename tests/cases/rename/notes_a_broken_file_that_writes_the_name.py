# options: {rename = {"a.old" = "new"}}
# notes: broken.py: left as it is: 
# import: no
# file: a.py
def old(): ...
# file: broken.py
from a import old

old(
# after
# file: a.py
def new(): ...
# file: broken.py
from a import old

old(
