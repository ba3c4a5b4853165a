"""The addresses of this counter: for citizens, for staff."""
