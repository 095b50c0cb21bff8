# options: {rename = {"a.K.old" = "new"}}
# refuses: unproven-receiver
# file: a.py
class K:
    def old(self): ...


class Proxy:
    def __init__(self, inner):
        self.inner = inner

    def __getattr__(self, name):
        return getattr(self.inner, name)


Proxy(K()).old
