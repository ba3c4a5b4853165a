"""What staff type at this counter."""
