# options: {paths = ["**/*.py"]}
# refuses: captured-name
class Exception(ValueError):
    pass


def f():
    try:
        g()
    except:
        pass
