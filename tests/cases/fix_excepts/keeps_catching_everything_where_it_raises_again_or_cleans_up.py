# options: {paths = ["**/*.py"]}
# notes: `BaseException`
import sys


def f(x):
    try:
        x.run()
    except:
        x.note()
        raise


def g(x):
    try:
        x.run()
    except:
        x.rollback()


def h(x):
    try:
        sys.exit(x.run())
    except:
        x.note()
# after
import sys


def f(x):
    try:
        x.run()
    except BaseException:
        x.note()
        raise


def g(x):
    try:
        x.run()
    except BaseException:
        x.rollback()


def h(x):
    try:
        sys.exit(x.run())
    except BaseException:
        x.note()
