# options: {function = "m.Client.get", name = "retries", default = "1", pass = [{receiver = "self.client", value = "self.retries"}]}
# file: m.py
class Client:
    def get(self, url):
        return url


class Job:
    retries = 4

    def __init__(self, client):
        self.client = client

    def run(self, other):
        return self.client.get("a"), other.get("b"), {}.get("c"), Client().get("d")
# after
# file: m.py
class Client:
    def get(self, url, retries=1):
        return url


class Job:
    retries = 4

    def __init__(self, client):
        self.client = client

    def run(self, other):
        return self.client.get("a", retries=self.retries), other.get("b"), {}.get("c"), Client().get("d")
