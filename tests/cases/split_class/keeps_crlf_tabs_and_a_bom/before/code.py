class Store(object):
	"""All é."""

	def title(self):
		return self._title

	# odd	 
	def rename(self, title):
		self._title = title  # kept

	def more(self):
		self._other = 1

	def less(self):
		self._other = 2