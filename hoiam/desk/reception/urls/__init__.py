"""Addresses of the reception counter."""
