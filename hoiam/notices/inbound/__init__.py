"""Mail that comes in: where it lies, what it says, whether a machine sent it. Knows no case and no database."""
