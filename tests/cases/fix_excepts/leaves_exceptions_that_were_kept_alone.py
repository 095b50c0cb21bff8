# options: {paths = ["*.py"], raise_from = "error"}
def f(self):
    try:
        work()
    except OSError as error:
        raise self.kept


def g(other, tb):
    try:
        work()
    except OSError:
        raise other
    except KeyError:
        raise RuntimeError().with_traceback(tb)
