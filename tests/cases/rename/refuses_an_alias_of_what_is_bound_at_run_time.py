# options: {rename = {"a.old" = "new"}, leave = "alias"}
# refuses: rebound
# file: a.py
old = 1
def grow():
    global old
    old += 1
