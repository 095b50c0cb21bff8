# coding: latin-1
é = 1
def f(a, deep=0):
	return a

f('é', deep=1)