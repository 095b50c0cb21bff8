# options: {paths = ["*.py"], narrow = "provable"}
# refuses: nothing-raised
def f(text: str):
    try:
        return text.strip()
    except Exception:
        return None
