"""What the codemods do to source: move, merge, rename and rewrite it, or refuse with a reason."""
