# options: {places = ["a.clean", "b.tidy"], into = "a.common"}
# notes: stands for all of the places already
# file: a.py
def common(text):
    return text.split()


clean = common
# file: b.py
from a import common


def tidy(text):
    return common(text)
