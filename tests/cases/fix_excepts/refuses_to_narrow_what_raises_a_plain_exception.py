# options: {paths = ["*.py"], narrow = "provable"}
# refuses: broad-raise
def f():
    try:
        raise Exception("made up")
    except Exception:
        return None
