"""The counter for petitions and reports (kiến nghị, phản ánh)."""
