# options: {rename = {"a.K.__old" = "__new"}}
# file: a.py
class K:
    def __old(self): ...

    def f(self, other):
        return self.__old, other.__old


class Sub(K):
    def __old(self): ...

    def g(self):
        return self.__old
# after
# file: a.py
class K:
    def __new(self): ...

    def f(self, other):
        return self.__new, other.__new


class Sub(K):
    def __old(self): ...

    def g(self):
        return self.__old
