# options: {paths = ["*.py"], narrow = "provable"}
# refuses: unproven-raise
def f(text: str):
    try:
        return work(int(text))
    except Exception:
        return None
