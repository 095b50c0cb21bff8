# options: {rename = {"a.K.__len__" = "size"}}
# refuses: special-name
# file: a.py
class K:
    def __len__(self): ...
