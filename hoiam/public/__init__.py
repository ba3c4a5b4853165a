"""What everyone may see; it only looks through windows."""
