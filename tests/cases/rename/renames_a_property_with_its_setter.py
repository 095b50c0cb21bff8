# options: {rename = {"a.K.old" = "new"}}
# file: a.py
class K:
    @property
    def old(self):
        """Old."""
        return self._old

    @old.setter
    def old(self, value):
        self._old = value

    @old.deleter
    def old(self):
        del self._old


class Sub(K):
    @K.old.getter
    def old(self):
        return super().old


def f():
    k = Sub()
    k.old = k.old + 1
    k.old += 1
    del k.old
# after
# file: a.py
class K:
    @property
    def new(self):
        """Old."""
        return self._old

    @new.setter
    def new(self, value):
        self._old = value

    @new.deleter
    def new(self):
        del self._old


class Sub(K):
    @K.new.getter
    def new(self):
        return super().new


def f():
    k = Sub()
    k.new = k.new + 1
    k.new += 1
    del k.new
