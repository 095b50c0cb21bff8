from pkg.b import Neu; from pkg import b as a, b
import pkg.b, os

y = "é", Neu, a.Neu, pkg.b.Neu, os, b; z = f"é{Neu} {pkg.b.Neu!r}"