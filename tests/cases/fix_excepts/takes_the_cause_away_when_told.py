# options: {paths = ["*.py"], raise_from = "none"}
def f(values, key):
    try:
        return values[key]
    except KeyError:
        raise AttributeError(key)
# after
def f(values, key):
    try:
        return values[key]
    except KeyError:
        raise AttributeError(key) from None
