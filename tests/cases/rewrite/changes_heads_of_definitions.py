# options: {rules = [{pattern = "def $F($$$P) -> int: $$$B", to = "def $F($$$P) -> float:\n    $$$B"}, {pattern = "class $C($$$B): $$$X", to = "class $C(Base, $$$B):\n    $$$X", where = {B = {matches = "(?!Base).*"}}}], names = "text"}
# import: no
@dec
def f(a, /, b: int = (1), *, c=2, **k) -> int:
    # why
    return 1


async def g(a) -> int: ...


def h(): ...


class A(B, metaclass=M):
    """Doc."""

    x = 1
# after
@dec
def f(a, /, b: int = (1), *, c=2, **k) -> float:
    # why
    return 1


async def g(a) -> int: ...


def h(): ...


class A(Base, B, metaclass=M):
    """Doc."""

    x = 1
