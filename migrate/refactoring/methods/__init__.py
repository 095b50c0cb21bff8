"""Makes methods of functions and functions of methods."""
