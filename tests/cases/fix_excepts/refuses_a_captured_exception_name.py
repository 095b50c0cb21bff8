# options: {paths = ["*.py"], narrow = "provable"}
# refuses: captured-name
class ValueError(Exception):
    pass


def f(text: str):
    try:
        return int(text)
    except Exception:
        return None
