"""What several pieces of code have in common, taken out of them."""
