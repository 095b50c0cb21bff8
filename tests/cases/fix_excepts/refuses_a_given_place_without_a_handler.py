# options: {paths = ["*.py"], narrow = {"code.py::fetch" = ["OSError"]}}
# refuses: no-such-handler
def fetched():
    try:
        work()
    except Exception:
        return None
