# options: {rename = {"a.Point.old" = "new"}}
# notes: what was stored by its name does not follow
# file: a.py
import dataclasses
from dataclasses import dataclass, field, replace


@dataclass
class Point:
    x: int
    old: int = field(default=0)

    def twice(self):
        return self.old * 2


@dataclass(frozen=False)
class Deep(Point):
    z: int = 0


@dataclass
class Other:
    old: int


def f(p: Point, o: Other, **more):
    Point(1, old=2), Deep(x=1, old=2, z=3), Other(old=1), dict(old=1)
    replace(p, old=1), dataclasses.replace(o, old=1), p.old, o.old
    match p:
        case Point(x=1, old=old):
            return old
        case Other(old=2) | Deep(
            old=(1 | 2)
        ):
            return 3
# after
# file: a.py
import dataclasses
from dataclasses import dataclass, field, replace


@dataclass
class Point:
    x: int
    new: int = field(default=0)

    def twice(self):
        return self.new * 2


@dataclass(frozen=False)
class Deep(Point):
    z: int = 0


@dataclass
class Other:
    old: int


def f(p: Point, o: Other, **more):
    Point(1, new=2), Deep(x=1, new=2, z=3), Other(old=1), dict(old=1)
    replace(p, new=1), dataclasses.replace(o, old=1), p.new, o.old
    match p:
        case Point(x=1, new=old):
            return old
        case Other(old=2) | Deep(
            new=(1 | 2)
        ):
            return 3
