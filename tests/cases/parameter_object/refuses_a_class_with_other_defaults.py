# options: {function = "net.connect", parameters = ["host", "port"], class = "net.Address", parameter = "address"}
# refuses: field
# file: net.py
from dataclasses import dataclass


@dataclass
class Address:
    host: str
    port: int = 81


def connect(host, port=80): ...
