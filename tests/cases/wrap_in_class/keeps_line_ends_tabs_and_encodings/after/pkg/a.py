import os

class Tools:
	# Höhe
	@staticmethod
	def f(x):
		"""Doc

		more.
		"""
		if x:
			return Tools.g("ä")

		return """
raw
"""

	@staticmethod
	def g(x): return x
