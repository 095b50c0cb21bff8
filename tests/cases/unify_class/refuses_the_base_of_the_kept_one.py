# options: {keep = "core.Cache", drop = ["core.Base"]}
# refuses: base-of-kept
# file: core.py
class Base:
    def get(self):
        return 1


class Cache(Base):
    pass
