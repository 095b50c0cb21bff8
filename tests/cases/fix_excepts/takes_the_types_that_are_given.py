# options: {paths = ["pkg/a.py"], narrow = {"pkg/a.py::Reader.read" = ["ValueError", "zlib.error"], "pkg/a.py::f" = ["OSError"]}}
# file: pkg/__init__.py
# file: pkg/a.py
import zlib


class Reader:
    def read(self, data):
        try:
            return zlib.decompress(self.decode(data))
        except Exception as error:
            return error

    def other(self):
        try:
            return self.decode(1)
        except Exception:
            return None


def f():
    try:
        work()
    except:
        return None
    try:
        work()
    except KeyError:
        return None
# after
# file: pkg/__init__.py
# file: pkg/a.py
import zlib


class Reader:
    def read(self, data):
        try:
            return zlib.decompress(self.decode(data))
        except (ValueError, zlib.error) as error:
            return error

    def other(self):
        try:
            return self.decode(1)
        except Exception:
            return None


def f():
    try:
        work()
    except OSError:
        return None
    try:
        work()
    except KeyError:
        return None
