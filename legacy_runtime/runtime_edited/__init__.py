"""A small neural-network inference runtime for CPUs: torch.export, one graph, passes, a memory plan, one C call.

from runtime_edited import Session, load, save

session = Session(model, example)
output = session.run(x)
save(session.graph, "model.graph")
output = Session(load("model.graph")).run(x)
"""
