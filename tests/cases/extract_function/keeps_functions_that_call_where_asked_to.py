# options: {places = ["a.clean", "b.tidy"], into = "a.common", equal = "call", min_saving = -20}
# file: a.py
def clean(text, sign="-"):
    words = text.split()
    words.sort()
    return sign.join(words)
# file: b.py
def tidy(text, sign="-"):
    words = text.split()
    words.sort()
    return sign.join(words)
# after
# file: a.py
def common(text, sign):
    words = text.split()
    words.sort()
    return sign.join(words)


def clean(text, sign="-"):
    return common(text, sign)
# file: b.py
from a import common


def tidy(text, sign="-"):
    return common(text, sign)
