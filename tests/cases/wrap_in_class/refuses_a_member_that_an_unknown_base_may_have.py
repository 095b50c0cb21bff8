# options: {functions = ["pkg.f"], class = "Tools"}
# refuses: name-taken
# import: no
# file: pkg.py
from elsewhere import Base


class Tools(Base):
    x = 1


def f():
    return 1
