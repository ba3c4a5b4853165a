"""Dialogue conferences between an authority and its people: asked for, announced, held, followed up."""
