"""A small neural-network inference runtime for CPUs: torch.export, one graph, passes, a memory plan, one C call."""
