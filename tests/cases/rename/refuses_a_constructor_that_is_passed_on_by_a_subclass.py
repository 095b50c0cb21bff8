# options: {rename = {"a.K(old)" = "new"}}
# refuses: unproven-call
# file: a.py
class K:
    def __init__(self, old=1): ...


class Sub(K):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)


Sub(old=1)
