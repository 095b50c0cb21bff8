# coding: latin-1
class C:
	def f(self):
		return 'é'

	def g(self):
		if 1:
			return 'ä'