# options: {function = "net.connect", parameters = ["host", "port"], class = "net.Address", parameter = "address", build = "variable"}
# notes: built inline
# file: net.py
def connect(host, port, deep=0):
    return host, port, deep


def one(cfg, list_):
    first = connect(cfg.host, cfg.port, deep=len(list_))
    if connect("a", 1):
        return [connect(x, 2) for x in list_], first
    elif connect("b", 2):
        return first or connect("c", 3)
    return len(connect("d", 4)), connect(cfg.host, 5)


connect("e", 6)
# after
# file: net.py
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Address:
    """`host` and `port` of `connect`."""

    host: Any
    port: Any


def connect(address, deep=0):
    return address.host, address.port, deep


def one(cfg, list_):
    address = Address(cfg.host, cfg.port)
    first = connect(address, deep=len(list_))
    address = Address("a", 1)
    if connect(address):
        return [connect(Address(x, 2)) for x in list_], first
    elif connect(Address("b", 2)):
        return first or connect(Address("c", 3))
    return len(connect(Address("d", 4))), connect(Address(cfg.host, 5))


connect(Address("e", 6))
