# options: {paths = ["*.py"], narrow = {"code.py::f" = ["Timeout"]}}
# refuses: no-such-name
def f():
    try:
        work()
    except Exception:
        return None
