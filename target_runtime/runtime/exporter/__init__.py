"""From a `torch.nn.Module` to a graph, by `torch.export`. The only part of the runtime that imports torch."""

from runtime.exporter.torch.export import export
from runtime.exporter.torch.handlers import UnsupportedOp

__all__ = ["UnsupportedOp", "export"]
ExportError = UnsupportedOp  # its name in 0.4
