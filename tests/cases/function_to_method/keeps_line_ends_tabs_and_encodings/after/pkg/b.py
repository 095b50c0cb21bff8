# coding: latin-1
from pkg.a import C
print("é", C().f(k="é"), C().f())