"""Makes one module of two."""
