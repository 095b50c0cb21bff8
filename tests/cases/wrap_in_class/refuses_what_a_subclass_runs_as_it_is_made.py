# options: {functions = ["done.register"], class = "Done"}
# refuses: too-early
# file: done.py
class Base:
    def __init_subclass__(cls):
        if known:
            register(cls)


known = []


class Heir(Base):
    name = "heir"


def register(cls):
    known.append(cls)
