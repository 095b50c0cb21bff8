# options: {rename = {"a.old" = "new"}}
# refuses: unproven-reference
# file: a.py
def old(): ...


said = "call a.old() now"
