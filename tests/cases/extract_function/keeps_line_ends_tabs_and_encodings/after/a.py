import os


def each(self, x):
	for y in x:
		print('é', y)
		os.remove(y)
		if y:
			self.y = y
	return 1


class A:
	def f(self, x):
		return each(self, x)
