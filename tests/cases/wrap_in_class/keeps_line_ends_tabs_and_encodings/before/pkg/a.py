import os

# Höhe
def f(x):
	"""Doc

	more.
	"""
	if x:
		return g("ä")

	return """
raw
"""



def g(x): return x