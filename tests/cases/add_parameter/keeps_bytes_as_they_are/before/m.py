# coding: latin-1
é = 1
def f(a):
	return a

f('é')