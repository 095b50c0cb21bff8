# options: {function = "m.Own.emit", parameters = ["record"], class = "m.Box", parameter = "box"}
# refuses: value-use
# file: m.py
import logging


class Base(logging.Handler): ...


class Own(Base):
    def emit(self, record): ...
