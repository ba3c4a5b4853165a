"""Addresses of this counter."""
