# options: {function = "net.Client", parameters = ["host", "port"], class = "net.Address", parameter = "address"}
# file: net.py
import typing as t


class Client:
    def __init__(
        self,
        host: "t.Optional[str]",  # where to
        user: str,
        *,
        port: int,
    ) -> None:
        self.host, self.user, self.port = host, user, port


class Special(Client):
    def __init__(self, name):
        super().__init__(None, name.lower(), port=3)


Client("a", "b".upper(), port=80)
Special("c")
# after
# file: net.py
import typing as t
from dataclasses import dataclass


@dataclass(frozen=True)
class Address:
    """`host` and `port` of `__init__`."""

    host: "t.Optional[str]"
    port: int


class Client:
    def __init__(
        self,
        address: Address,  # where to
        user: str,
    ) -> None:
        self.host, self.user, self.port = address.host, user, address.port


class Special(Client):
    def __init__(self, name):
        super().__init__(Address(None, port=3), name.lower())


Client(Address("a", port=80), "b".upper())
Special("c")
