# options: {rename = {"a.K.old" = "new", "a.K.make" = "build", "a.K.size" = "length"}, leave = "compat", remove_in = "2.0"}
# import: no
# file: a.py
class K:
    def __init__(self):
        self.size = 1

    def old(self, x):
        return x

    @classmethod
    def make(cls):
        return cls()
# after
# file: a.py
class K:
    def __init__(self):
        self.length = 1

    def new(self, x):
        return x

    @classmethod
    def build(cls):
        return cls()

    @classmethod
    def make(cls, *args, **kwargs):
        import warnings

        warnings.warn("K.make is deprecated and goes in 2.0: use build", DeprecationWarning, stacklevel=2)
        return cls.build(*args, **kwargs)

    @property
    def size(self):
        import warnings

        warnings.warn("K.size is deprecated and goes in 2.0: use length", DeprecationWarning, stacklevel=2)
        return self.length

    @size.setter
    def size(self, value):
        import warnings

        warnings.warn("K.size is deprecated and goes in 2.0: use length", DeprecationWarning, stacklevel=2)
        self.length = value

    def old(self, *args, **kwargs):
        import warnings

        warnings.warn("K.old is deprecated and goes in 2.0: use new", DeprecationWarning, stacklevel=2)
        return self.new(*args, **kwargs)
