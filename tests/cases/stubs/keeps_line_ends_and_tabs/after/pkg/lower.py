def to_ptx(graph):
	'''Not implemented yet: é'''
	# TODO(#4): to_ptx is not written yet
	raise NotImplementedError("to_ptx is not written yet")
def last(graph):
	# TODO(#4): last is not written yet
	raise NotImplementedError("last is not written yet")