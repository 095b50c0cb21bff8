# options: {paths = ["*.py"], narrow = "provable"}
# refuses: unproven-raise
def f(text: str):
    try:
        if text == "a":
            number = int(text)
        return number
    except Exception:
        return None
