class C:
	side = 1


def f(c, *, k=1):
    # Höhe
    if c:
        return (c.side,
  k)