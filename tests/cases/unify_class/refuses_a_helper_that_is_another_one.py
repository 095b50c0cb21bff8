# options: {keep = "core.Cache", drop = ["old.Cache"]}
# refuses: other-body
# file: core.py
def clean(text):
    return text.strip()


class Cache:
    def get(self, text):
        return clean(text)
# file: old.py
def clean(text):
    return text.lower()


class Cache:
    def get(self, text):
        return clean(text)
