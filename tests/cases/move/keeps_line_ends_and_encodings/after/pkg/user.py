from pkg.a import g
from pkg.b import f
print(f, g)