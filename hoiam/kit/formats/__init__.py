"""How dates and numbers are written and read; Django's own `vi` reads 05/11/2026 as 11 May."""
