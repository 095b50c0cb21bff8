"""Copy of optimizations/ from before the next_gen split."""
