"""Tags of this room: what staff are told about a rule beside its date."""
