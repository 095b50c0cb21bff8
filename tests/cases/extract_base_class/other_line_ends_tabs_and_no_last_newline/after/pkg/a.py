from pkg.base import Base


class A(Base):
    """The A."""

    _text = ("""raw
    inner
""")
    _error = KeyError
    _load_value = 3

    def work(self, a):
        out = []
        for x in range(a):
            out.append(x)
            out.append(-x)
            out.sort()
        self.out = out
        return out
