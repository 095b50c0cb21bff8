# options: {paths = ["**/*.py"]}
def f():
    try:
        return int("x")
    except:  # a comment
        return g()
    finally:
        pass


def h():
    try: return 1
    except : pass
# after
def f():
    try:
        return int("x")
    except Exception:  # a comment
        return g()
    finally:
        pass


def h():
    try: return 1
    except Exception : pass
