# options: {paths = ["*.py"], raise_from = "error"}
# refuses: rebound-name
def f():
    try:
        work()
    except OSError as error:
        error = str(error)
        raise RuntimeError(error)
