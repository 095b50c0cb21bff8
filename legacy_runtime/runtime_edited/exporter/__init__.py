"""From a `torch.nn.Module` to a graph, by `torch.export`. The only part of the runtime that imports torch."""

from runtime_edited.exporter.exporter import export
from runtime_edited.exporter.handlers import UnsupportedOp

__all__ = ["UnsupportedOp", "export"]
