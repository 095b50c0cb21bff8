"""Splits a class into mixins or collaborators, along the clusters of what its methods share."""
