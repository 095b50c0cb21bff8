import os
def f():
	if 1:
		os.path.join('a', 'b')

