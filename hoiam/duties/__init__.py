"""Every promise with a date: one row per running clock, for all counters."""
