# options: {paths = ["*.py"], narrow = "provable", raise_from = "error", log = true}
def f(text: str):
    try:
        return int(text)
    except:  # noqa: E722,B904
        raise RuntimeError(text)


def g(text: str):
    try:
        return int(text)
    except Exception:
        pass
# after
def f(text: str):
    try:
        return int(text)
    except ValueError as error:  # noqa: B904
        raise RuntimeError(text) from error


def g(text: str):
    try:
        return int(text)
    except ValueError:
        pass
