"""The ledger on disk: events, vault, log state, publication."""
