"""What Python source means: shared by all codemods and analyzers."""
