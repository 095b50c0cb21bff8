# options: {function = "m.H.emit", name = "deep", pass = [{value = "1"}]}
# refuses: value-use
# file: m.py
import logging


class H(logging.Handler):
    def emit(self, record): ...
