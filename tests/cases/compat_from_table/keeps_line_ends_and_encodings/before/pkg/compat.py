# coding: latin-1
NAME = 'é'


def fold(graph):
	return graph


END = 1