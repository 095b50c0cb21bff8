# options: {paths = ["*.py"], narrow = "provable"}
# refuses: unproven-raise
def f(values, key):
    try:
        return values[key]
    except Exception:
        return None
