"""What staff type about reception. Field names are the arguments of the action that takes them."""
