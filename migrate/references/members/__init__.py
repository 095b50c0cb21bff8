"""Classes over a tree: who inherits from whom, who shares a member, and of what a place asks it."""
