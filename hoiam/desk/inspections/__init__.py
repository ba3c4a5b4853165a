"""Inspections of units and what units find wrong with themselves: conduct of offices in their duties, nothing else."""
