# options: {rename = {"a.K.old" = "new"}}
# refuses: unproven-receiver
# file: a.py
class K:
    def __init__(self):
        self.old = 1


def make(**given):
    made = K()
    for name, value in given.items():
        setattr(made, name, value)
    return made


make(old=2)
