"""What people type at this counter."""
