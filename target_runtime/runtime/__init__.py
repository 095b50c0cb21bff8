"""A small neural-network inference runtime for CPUs: torch.export, one graph, passes, a memory plan, one C call.

from runtime import Session, load, save

session = Session(model, example)
output = session.run(x)
save(session.graph, "model.graph")
output = Session(load("model.graph")).run(x)
"""

from runtime.saving import load, save
from runtime.session import Session

__all__ = ["Session", "load", "save"]
