# options: {function = "pkg.Client.get", name = "deep", default = "1", after = "a", pass = [{receiver = 'clients[ "x" ]', value = "2"}]}
# file: pkg/__init__.py
from .client import Client
# file: pkg/client.py
class Client:
    async def get(self, a):
        return a


clients: dict[str, Client] = {}


async def use():
    return await clients['x'].get(1), await clients["y"].get(2)
# after
# file: pkg/__init__.py
from .client import Client
# file: pkg/client.py
class Client:
    async def get(self, a, deep=1):
        return a


clients: dict[str, Client] = {}


async def use():
    return await clients['x'].get(1, deep=2), await clients["y"].get(2)
