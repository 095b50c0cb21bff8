# options: {paths = ["**/*.py"]}
import sys


class Failed(Exception):
    pass


def f(x):
    try:
        x.run()
    except:
        raise Failed(x)


def g(x):
    try:
        x.run()
    except:
        if x:
            raise Failed(x)
        return None


def h(x):
    try:
        x.run()
    except:
        if x:
            raise
        raise Failed(x)


def i(x):
    try:
        x.run()
    except:
        raise sys.exc_info()[1]
# after
import sys


class Failed(Exception):
    pass


def f(x):
    try:
        x.run()
    except Exception:
        raise Failed(x)


def g(x):
    try:
        x.run()
    except Exception:
        if x:
            raise Failed(x)
        return None


def h(x):
    try:
        x.run()
    except BaseException:
        if x:
            raise
        raise Failed(x)


def i(x):
    try:
        x.run()
    except BaseException:
        raise sys.exc_info()[1]
