"""What can be proved: an append-only log in the C2SP formats, its receipts and their verification."""
