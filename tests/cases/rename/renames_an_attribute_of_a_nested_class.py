# options: {rename = {"a.Outer.Meta.old" = "new", "a.Outer.Inner" = "Deep"}}
# file: a.py
class Outer:
    class Meta:
        old = 1
        twice = old * 2

    class Inner:
        pass

    def f(self) -> "Outer.Inner":
        return self.Meta.old, Outer.Meta.old, self.Inner


class Sub(Outer):
    class Meta(Outer.Meta):
        old = 2

    class Other(Outer.Inner):
        old = 3
# after
# file: a.py
class Outer:
    class Meta:
        new = 1
        twice = new * 2

    class Deep:
        pass

    def f(self) -> "Outer.Deep":
        return self.Meta.new, Outer.Meta.new, self.Deep


class Sub(Outer):
    class Meta(Outer.Meta):
        new = 2

    class Other(Outer.Deep):
        old = 3
