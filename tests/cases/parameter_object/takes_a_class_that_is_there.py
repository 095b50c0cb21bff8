# options: {function = "net.connect", parameters = ["host", "port"], class = "types_.Address", parameter = "address"}
# file: types_.py
from typing import NamedTuple


class Address:
    def __init__(self, host: str, port: int = 80, zone=None):
        self.host, self.port, self.zone = host, port, zone


class Other(NamedTuple):
    x: int
# file: net.py
from types_ import Other


def connect(port: int = 80, *, host: str, other: Other = None):
    return host, port, other


connect(1, host="a")
connect(host="b", port=2)
# after
# file: types_.py
from typing import NamedTuple


class Address:
    def __init__(self, host: str, port: int = 80, zone=None):
        self.host, self.port, self.zone = host, port, zone


class Other(NamedTuple):
    x: int
# file: net.py
from types_ import Address, Other


def connect(address: Address, *, other: Other = None):
    return address.host, address.port, other


connect(Address(port=1, host="a"))
connect(address=Address(host="b", port=2))
