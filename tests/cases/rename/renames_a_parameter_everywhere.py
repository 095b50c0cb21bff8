# options: {rename = {"a.work(old)" = "new", "a.Base.run(old)" = "new", "a.Base(old)" = "new"}}
# file: a.py
from functools import partial


def work(old, *, other=lambda old: old):
    """Work.

    :param old: what, and `old` again
    :type old: int
    """

    def inner():
        nonlocal old
        old += 1
        return old

    class K:
        old = 1
        x = old

    return [old for _ in ()], [old for old in ()], inner, f"{old}", other(old)


class Base:
    """A base.

    Args:
        old: of the constructor
        more (int): not `old`
    """

    def __init__(self, old=1):
        self.old = old

    def run(self, a, old=2):
        """Run.

        Parameters
        ----------
        a : int
        old : int
            The old one.

        Returns
        -------
        old : int
        """
        return a + old


class Child(Base):
    def __init__(self):
        super().__init__(old=3)

    def run(self, a, old=3):
        return super().run(a, old=old)


class Other:
    def run(self, old): ...


work(1)
work(old=1)
later = partial(work, old=2)
# file: b.py
import a
from a import Base, Child, Other, work as w

w(old=3), a.work(other=str, old=4), a.work(**{"old": 1, "other": str})
Base(old=1).run(1, old=1), Child().run(1, old=2), Other().run(old=1), dict(old=1)
# after
# file: a.py
from functools import partial


def work(new, *, other=lambda old: old):
    """Work.

    :param new: what, and `old` again
    :type new: int
    """

    def inner():
        nonlocal new
        new += 1
        return new

    class K:
        old = 1
        x = old

    return [new for _ in ()], [old for old in ()], inner, f"{new}", other(new)


class Base:
    """A base.

    Args:
        new: of the constructor
        more (int): not `old`
    """

    def __init__(self, new=1):
        self.old = new

    def run(self, a, new=2):
        """Run.

        Parameters
        ----------
        a : int
        new : int
            The old one.

        Returns
        -------
        old : int
        """
        return a + new


class Child(Base):
    def __init__(self):
        super().__init__(new=3)

    def run(self, a, new=3):
        return super().run(a, new=new)


class Other:
    def run(self, old): ...


work(1)
work(new=1)
later = partial(work, new=2)
# file: b.py
import a
from a import Base, Child, Other, work as w

w(new=3), a.work(other=str, new=4), a.work(**{"new": 1, "other": str})
Base(new=1).run(1, new=1), Child().run(1, new=2), Other().run(old=1), dict(old=1)
