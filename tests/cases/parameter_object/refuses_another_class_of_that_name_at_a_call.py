# options: {function = "net.connect", parameters = ["host", "port"], class = "net.Address", parameter = "address"}
# refuses: name-taken
# file: net.py
def connect(host, port): ...
# file: use.py
from net import connect


class Address: ...


connect("a", 1)
