# options: {paths = ["a.py"], log = true}
# import: no
# refuses: name-taken
# file: logging.py
x = 1
# file: a.py
def f():
    try:
        work()
    except Exception:
        pass
