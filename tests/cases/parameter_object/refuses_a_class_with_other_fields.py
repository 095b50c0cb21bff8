# options: {function = "net.connect", parameters = ["host", "port"], class = "net.Address", parameter = "address"}
# refuses: field
# file: net.py
from dataclasses import dataclass


@dataclass
class Address:
    host: str


def connect(host, port): ...
