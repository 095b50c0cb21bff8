"""What stays at an old place, who is told, and when it goes."""
