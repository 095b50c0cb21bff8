"""A small neural-network inference runtime for CPUs: torch.export, one graph, passes, a memory plan, one C call.

from runtime import Session

session = Session(model, example)
output = session.run(x)
"""

from runtime.session import Session

__all__ = ["Session"]
