"""One state machine per file: a table of what may happen, and small checks over plain facts."""
