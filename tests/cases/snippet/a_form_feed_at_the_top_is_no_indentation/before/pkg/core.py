"""Doc."""


def load():
    return 1
