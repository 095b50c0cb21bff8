# options: {function = "net.connect", parameters = ["host", "port"], class = "net.Address", parameter = "address"}
# file: net.py
"""Connections."""

import socket


# Connects.
def connect(host: str, port: int = 80, timeout=None):
    """Connect to the host."""
    print(f"{host}:{port}")
    return [socket.AF_INET, lambda: host, port + 1, timeout, dict(port=port)]
# file: use.py
import net

net.connect("a")
net.connect("b", 81, 3)
net.connect("c", timeout=4, port=82)
net.connect(port=83, host="d")
# after
# file: net.py
"""Connections."""

import socket
from dataclasses import dataclass


@dataclass(frozen=True)
class Address:
    """`host` and `port` of `connect`."""

    host: str
    port: int = 80


# Connects.
def connect(address: Address, timeout=None):
    """Connect to the host."""
    print(f"{address.host}:{address.port}")
    return [socket.AF_INET, lambda: address.host, address.port + 1, timeout, dict(port=address.port)]
# file: use.py
import net
from net import Address

net.connect(Address("a"))
net.connect(Address("b", 81), 3)
net.connect(Address("c", port=82), timeout=4)
net.connect(address=Address(port=83, host="d"))
