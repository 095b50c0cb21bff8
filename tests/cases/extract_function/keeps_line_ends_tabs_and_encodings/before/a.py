import os


class A:
	def f(self, x):
		for y in x:
			print('é', y)
			os.remove(y)
			if y:
				self.y = y
		return 1
