"""B."""

import os

x = "café"


class Neu:
	name = "café" + os.sep; kind = "Alt"

	def copy(self):
		return Neu()
