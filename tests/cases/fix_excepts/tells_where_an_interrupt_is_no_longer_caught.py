# options: {paths = ["*.py"]}
# notes: code.py:6: a Ctrl-C or an exit during `sleep` is no longer caught there
import time

def f():
    try:
        time.sleep(3)
    except:
        pass
# after
import time

def f():
    try:
        time.sleep(3)
    except Exception:
        pass
