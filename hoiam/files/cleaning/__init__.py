"""Reading copies: made in a child process with limits, because what is decoded there may be hostile."""
