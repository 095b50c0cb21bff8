"""Gives names other names: bindings, members, parameters."""
