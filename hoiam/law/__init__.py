"""What the law says: pure Python, no clock, no database. Days go in; days and reasons come out."""
