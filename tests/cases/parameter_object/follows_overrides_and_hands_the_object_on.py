# options: {function = "pkg.base.Base.send", parameters = ["host", "port"], class = "pkg.address.Address", parameter = "address"}
# file: pkg/__init__.py
# file: pkg/base.py
class Base:
    def send(self, host: str, port: int, data):
        return self.send(host, port, data[1:]) if data else (host, port)
# file: pkg/own.py
from .base import Base


class Own(Base):
    def send(self, host, port, data):
        super().send(host=host, port=port, data=data)
        return super().send(host, port + 1, data)


def use(one: Base):
    return one.send(
        "a",
        1,
        b"",
    )
# after
# file: pkg/__init__.py
# file: pkg/address.py
"""Address, as functions take it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Address:
    """`host` and `port` of `send`."""

    host: str
    port: int
# file: pkg/base.py
from pkg.address import Address


class Base:
    def send(self, address: Address, data):
        return self.send(address, data[1:]) if data else (address.host, address.port)
# file: pkg/own.py
from .address import Address
from .base import Base


class Own(Base):
    def send(self, address, data):
        super().send(address=address, data=data)
        return super().send(Address(address.host, address.port + 1), data)


def use(one: Base):
    return one.send(
        Address("a", 1),
        b"",
    )
