"""Django's own commands, where this house does something differently."""
