# options: {paths = ["*.py"], narrow = "provable"}
import importlib
import os
import signal


class Thing:
    def __init__(self):
        self.size = 1

    def width(self):
        try:
            return self.size
        except Exception:
            return 0


def alarm():
    try:
        return signal.SIGALRM
    except Exception:
        return None


def plugin():
    try:
        return importlib.import_module("pkg.plugin")
    except Exception:
        return None


def outer(text: str):
    try:
        try:
            number = int(text)
        except ValueError:
            number = 0
        return 1 / number
    except Exception:
        return None


def gone(path: str):
    try:
        os.remove(path)
        os.makedirs("new", exist_ok=True)
    except Exception:
        pass
# after
import importlib
import os
import signal


class Thing:
    def __init__(self):
        self.size = 1

    def width(self):
        try:
            return self.size
        except AttributeError:
            return 0


def alarm():
    try:
        return signal.SIGALRM
    except AttributeError:
        return None


def plugin():
    try:
        return importlib.import_module("pkg.plugin")
    except ImportError:
        return None


def outer(text: str):
    try:
        try:
            number = int(text)
        except ValueError:
            number = 0
        return 1 / number
    except (OverflowError, ZeroDivisionError):
        return None


def gone(path: str):
    try:
        os.remove(path)
        os.makedirs("new", exist_ok=True)
    except (OSError, ValueError):
        pass
