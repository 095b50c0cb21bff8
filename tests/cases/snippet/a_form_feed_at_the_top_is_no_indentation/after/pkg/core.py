"""Doc."""


def load():
    return 1


def more():
    return 2
