# options: {function = "net.connect", parameters = ["host", "port"], class = "address.Address", parameter = "address"}
# file: net.py
def connect(host: str = "a", port: int = 1):
    return host, port
# file: net.pyi
def connect(host: str = ..., port: int = ...) -> object: ...
# after
# file: address.py
"""Address, as functions take it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Address:
    """`host` and `port` of `connect`."""

    host: str = "a"
    port: int = 1
# file: net.py
from address import Address


def connect(address: Address = Address()):
    return address.host, address.port
# file: net.pyi
from address import Address


def connect(address: Address = ...) -> object: ...
