"""A small neural-network inference runtime for CPUs: torch.export, one graph, passes, a memory plan, one C call.

from runtime_edited import Session

session = Session(model, example)
output = session.run(x)
"""
