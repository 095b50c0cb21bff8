# options: {paths = ["*.py"], narrow = "provable"}
def f(text):
    try:
        return work(text)
    except (ValueError, OSError):
        return None
