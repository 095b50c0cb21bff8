# options: {function = "net.connect", parameters = ["host", "port"], class = "net.Address", parameter = "address", unpack = true, kind = "mutable"}
# file: net.py
def connect(host, port, deep):
    """Connect."""
    host = host or "localhost"
    return f"{port=}", locals if deep else host
# after
# file: net.py
from dataclasses import dataclass
from typing import Any


@dataclass
class Address:
    """`host` and `port` of `connect`."""

    host: Any
    port: Any


def connect(address, deep):
    """Connect."""
    host = address.host
    port = address.port
    host = host or "localhost"
    return f"{port=}", locals if deep else host
