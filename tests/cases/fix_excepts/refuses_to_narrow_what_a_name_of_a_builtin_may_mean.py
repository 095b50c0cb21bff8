# options: {paths = ["*.py"], narrow = "provable"}
# refuses: unproven-raise
def int(x):
    raise OSError


def f(text: str):
    try:
        return int(text)
    except Exception:
        return None
