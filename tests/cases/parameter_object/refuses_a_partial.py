# options: {function = "net.connect", parameters = ["host", "port"], class = "net.Address", parameter = "address"}
# refuses: unproven-call
# file: net.py
from functools import partial


def connect(host, port): ...


partial(connect, "a")
