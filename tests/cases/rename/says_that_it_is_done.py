# options: {rename = {"a.old" = "new"}}
# notes: `a.old` is `new` already
# file: a.py
new = 1
