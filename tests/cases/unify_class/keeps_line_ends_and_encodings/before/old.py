# coding: latin-1
import os
class Cache:
	def f(self):
		return 'é'
x = Cache()