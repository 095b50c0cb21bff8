def fold(graph):
    return graph


def dce(graph):
    return graph
