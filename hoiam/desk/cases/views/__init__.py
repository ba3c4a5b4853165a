"""What the pages of this counter show: for citizens, for staff."""
