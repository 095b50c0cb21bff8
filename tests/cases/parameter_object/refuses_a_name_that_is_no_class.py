# options: {function = "net.connect", parameters = ["host", "port"], class = "net.Address", parameter = "address"}
# refuses: name-taken
# file: net.py
Address = tuple


def connect(host, port): ...
