# options: {paths = ["*.py"], narrow = "provable"}
def f(values: dict, key: str):
    try:
        return int(values[key])
    except KeyError:
        return 0
    except Exception:
        return 1
# after
def f(values: dict, key: str):
    try:
        return int(values[key])
    except KeyError:
        return 0
    except (OverflowError, TypeError, ValueError):
        return 1
