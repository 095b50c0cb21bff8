# options: {function = "net.connect", parameters = ["host", "port"], class = "net.Address", parameter = "address"}
# file: net.py
def connect(host, port):
    return port


connect(connect("a", 1), port=connect("b", connect(
    "c",  # the third
    3,
)))
# after
# file: net.py
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Address:
    """`host` and `port` of `connect`."""

    host: Any
    port: Any


def connect(address):
    return address.port


connect(Address(connect(Address("a", 1)), port=connect(Address("b", connect(
    Address("c",  # the third
    3),
)))))
