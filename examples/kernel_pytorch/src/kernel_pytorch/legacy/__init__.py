"""Import paths of releases 0.1 to 0.3, kept for users who have not moved yet."""
