# options: {pattern = "old($A)", to = "new($A)", names = "text"}
# notes: a.py: left as it is
# import: no
# file: a.py
old(1
# file: b.py
olden(1)
