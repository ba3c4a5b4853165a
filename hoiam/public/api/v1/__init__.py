"""Version 1 of the API: described by its own OpenAPI document."""
