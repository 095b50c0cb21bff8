# options: {rename = {"a.Old" = "New"}}
# refuses: name-taken
# file: a.py
class Old: ...
New = 1
