"""From a framework's model to a graph."""
