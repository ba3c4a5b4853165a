"""Attachments: checked by content, cleaned for reading, the original kept sealed."""
