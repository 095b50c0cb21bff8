# options: {paths = ["*.py"], narrow = "provable"}
# refuses: other-handlers
def f(text: str):
    try:
        return int(text)
    except Exception:
        return None
    except KeyError:
        return 1
