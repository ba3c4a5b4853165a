"""Where things happen: one folder per counter."""
