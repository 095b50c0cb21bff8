# options: {places = ["code.py:2-3@9af816430225", "code.py:7-8@9af816430225"], into = "code.common"}
# refuses: not-in-function
# file: code.py
class A:
    x = 1
    y = 2


class B:
    x = 1
    y = 2
