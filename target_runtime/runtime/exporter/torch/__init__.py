"""From a `torch.nn.Module` to a graph, by `torch.export`. The only part of the runtime that imports torch."""
