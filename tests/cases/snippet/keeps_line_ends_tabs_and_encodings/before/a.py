# coding: latin-1
class C:
	def f(self):
		return 'é'