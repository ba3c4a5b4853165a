"""Pages of the reception counter."""
