# coding: latin-1
from pkg.a import C, f
print("é", f(C(), k="é"), f(  C()  ))