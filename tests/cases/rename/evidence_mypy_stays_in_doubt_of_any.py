# options: {rename = {"a.K.old" = "new"}, evidence = "mypy"}
# refuses: unproven-receiver
# file: a.py
class K:
    def old(self) -> int:
        return 1


def calling(thing):
    thing.old()
