"""What a dotted name means in a tree, who refers to it, and which module loads which."""
