"""The outbox: written in the same transaction, sent after it, never doubled."""
