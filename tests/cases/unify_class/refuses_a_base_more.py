# options: {keep = "core.Error", drop = ["old.Error"]}
# refuses: more-bases
# file: core.py
class Root(Exception):
    pass


class Error(Root):
    pass
# file: old.py
class Error(Exception):
    pass
