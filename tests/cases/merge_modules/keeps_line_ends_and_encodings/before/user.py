from pkg.a import Alt; from pkg import a, b
import pkg.a, os

y = "é", Alt, a.Alt, pkg.a.Alt, os, b; z = f"é{Alt} {pkg.a.Alt!r}"