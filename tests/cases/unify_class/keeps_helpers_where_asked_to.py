# options: {keep = "core.Cache", drop = ["old.Cache"], leave = "nothing", helpers = "keep"}
# file: core.py
def _clean(text):
    return text.strip()


class Cache:
    def get(self, key):
        return _clean(key)
# file: old.py
def _clean(text):
    return text.strip()


class Cache:
    def get(self, key):
        return _clean(key)
# after
# file: core.py
def _clean(text):
    return text.strip()


class Cache:
    def get(self, key):
        return _clean(key)
# file: old.py
def _clean(text):
    return text.strip()
