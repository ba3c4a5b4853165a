"""Pages of this counter."""
