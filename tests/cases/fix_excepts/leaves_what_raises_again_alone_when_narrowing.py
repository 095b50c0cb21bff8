# options: {paths = ["*.py"], narrow = "provable"}
# notes: code.py:4: it raises again, so it is not narrowed
def f(text: str):
    try:
        return int(text)
    except Exception:
        print("no number")
        raise


def g(text: str):
    try:
        return int(text)
    except BaseException as error:
        release(text)
        raise error
