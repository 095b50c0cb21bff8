# options: {rename = {"mine" = "json"}}
# refuses: name-taken
# file: mine.py
x = 1
