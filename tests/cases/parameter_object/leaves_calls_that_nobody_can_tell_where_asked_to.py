# options: {function = "net.C.connect", parameters = ["host"], class = "net.Address", parameter = "address", unproven = "leave"}
# notes: nobody can tell what `x` is
# file: net.py
class C:
    def connect(self, host):
        return host


def use(x):
    return x.connect("a"), C().connect("b")
# after
# file: net.py
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Address:
    """`host` of `connect`."""

    host: Any


class C:
    def connect(self, address):
        return address.host


def use(x):
    return x.connect("a"), C().connect(Address("b"))
