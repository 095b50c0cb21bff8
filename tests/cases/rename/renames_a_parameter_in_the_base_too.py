# options: {rename = {"a.Sub.f(old)" = "new"}}
# file: a.py
from abc import ABC, abstractmethod


class K(ABC):
    @abstractmethod
    def f(self, old): ...

    def g(self):
        return self.f(old=1)


class Sub(K):
    def f(self, old):
        return old


class Third(Sub):
    def f(self, other): ...
# after
# file: a.py
from abc import ABC, abstractmethod


class K(ABC):
    @abstractmethod
    def f(self, new): ...

    def g(self):
        return self.f(new=1)


class Sub(K):
    def f(self, new):
        return new


class Third(Sub):
    def f(self, other): ...
