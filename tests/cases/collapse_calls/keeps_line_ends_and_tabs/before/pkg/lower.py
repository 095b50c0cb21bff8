# coding: latin-1
from pkg.legacy import fold, dce


def lower(graph):
	graph = fold(graph)  # é
	graph = dce(graph)
	return graph