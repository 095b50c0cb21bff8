# options: {rename = {"a.K.old" = "new"}, evidence = "mypy"}
# refuses: unproven-receiver
# file: a.py
class K:
    def old(self) -> int:
        return 1


from collections.abc import Callable

import broken


def calling(make: Callable[[], K]) -> None:
    make().old()
# file: broken.py
def (:
