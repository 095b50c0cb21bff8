"""What a cluster looks like."""
