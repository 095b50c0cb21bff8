from runtime.ir import Graph, Node


def only_reader(graph: Graph, node: Node) -> Node | None:
    """The one node that reads this one, where no output does too."""
    users = [user for user in graph if node in user.inputs]
    return users[0] if len(users) == 1 and node not in graph.outputs else None
