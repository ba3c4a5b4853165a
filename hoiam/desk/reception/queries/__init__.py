"""Questions of the reception counter. Every answer is a frozen card with just what a page shows."""
