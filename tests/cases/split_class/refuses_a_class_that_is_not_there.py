# options: {class = "nowhere.Store", parts = {Titled = "_title"}}
# refuses: no-such-name
# file: code.py
class Store:
	def title(self):
		return self._title
