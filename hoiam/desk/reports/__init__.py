"""Accounts of heads, questions about them, supervision by the Front and others, matters of the press in public."""
