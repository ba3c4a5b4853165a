"""Django's SQLite, with the marks of each statement translated once instead of each time it is asked."""
