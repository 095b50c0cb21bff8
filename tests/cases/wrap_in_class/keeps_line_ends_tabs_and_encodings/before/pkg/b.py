# coding: latin-1
from pkg.a import (f,  # one
    g)
print(f(1), "é", g (2))