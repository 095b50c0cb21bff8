class Cache:
	def f(self):
		return 'é'
