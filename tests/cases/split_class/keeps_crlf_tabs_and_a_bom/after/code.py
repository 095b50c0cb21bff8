class Titled:
	"""The part of `Store` around `_title`."""

	def title(self):
		return self._title

	# odd	 
	def rename(self, title):
		self._title = title  # kept


class Store(Titled, object):
	"""All é."""

	def more(self):
		self._other = 1

	def less(self):
		self._other = 2