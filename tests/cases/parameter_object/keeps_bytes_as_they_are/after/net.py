# coding: latin-1
from dataclasses import dataclass
from typing import Any

é = 1
@dataclass(frozen=True)
class Address:
    """`host` and `port` of `connect`."""

    host: Any
    port: Any = 'é'


def connect(address):
	return f'''
é {address.host}{address.port:>{address.host}}
  {address.host!r}''', "é", address.port