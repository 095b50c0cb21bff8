# coding: latin-1
from pkg.pipeline import run


def lower(graph):
	graph = run(graph, [
		'fold',  # é
		'dce',
	])
	return graph