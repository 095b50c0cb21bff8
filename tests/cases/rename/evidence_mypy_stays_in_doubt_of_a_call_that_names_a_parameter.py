# options: {rename = {"a.K.old(x)" = "y"}, evidence = "mypy"}
# refuses: unproven-receiver
# file: a.py
class K:
    def old(self, x: int = 1) -> int:
        return x


def calling(make):
    make().old(x=2)
