def to_ptx(graph):
	'''Not implemented yet: é'''
	pass
def last(graph):
	...