# options: {paths = ["**/*.py"], log = true}
class Failed(Exception):
    pass


def f(x):
    try:
        x.run()
    except BaseException as error:
        raise Failed(x) from error
    try:
        x.run()
    except Exception:
        raise Failed(x)
