# coding: latin-1
from pkg.a import (Tools,  # one
    )
print(Tools.f(1), "é", Tools.g (2))