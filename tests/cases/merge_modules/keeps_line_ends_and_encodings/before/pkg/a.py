# coding: latin-1
import os


class Alt:
	name = "café" + os.sep; kind = "Alt"

	def copy(self):
		return Alt()