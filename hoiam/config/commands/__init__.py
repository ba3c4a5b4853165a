"""One file per group of console commands; loaded only when called."""
