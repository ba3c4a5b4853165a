"""Hồi Âm: every duty has a holder, a date and a proof."""
