# options: {function = "net.connect", parameters = ["host", "port"], class = "net.Address", parameter = "address", kind = "plain"}
# file: net.py
PORTS = [80]


def connect(host="localhost", port=PORTS, *, deep=False):
    return host, port, deep


connect()
connect(deep=True)
connect(port=[])
# after
# file: net.py
PORTS = [80]


class Address:
    """`host` and `port` of `connect`."""

    def __init__(self, host="localhost", port=PORTS):
        self.host = host
        self.port = port


def connect(address=Address(), *, deep=False):
    return address.host, address.port, deep


connect()
connect(deep=True)
connect(address=Address(port=[]))
