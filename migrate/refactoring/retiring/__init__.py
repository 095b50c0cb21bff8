"""Takes legacy import paths away: which modules only stand in for others, who uses them, and what goes with them."""
