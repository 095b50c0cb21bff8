"""Lays a project out: its packaging metadata, its tests, one tree in the place of another."""
