"""Functions and who calls them: call sites, signatures, bodies."""
