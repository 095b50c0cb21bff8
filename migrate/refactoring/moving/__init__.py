"""Takes definitions to other modules with all that they need."""
