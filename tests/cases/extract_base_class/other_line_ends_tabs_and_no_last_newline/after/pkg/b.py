from pkg.base import Base


class B(Base):
	"""The B."""

	_text = ("""raw
	inner
""")
	_error = ValueError
	_load_value = 4

	def work(self, a):
		out = []
		for x in range(a):
			out.append(x)
			out.append(-x)
			self.note(out)
			out.reverse()
		self.out = out
		return out