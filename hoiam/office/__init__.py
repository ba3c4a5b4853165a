"""Who we are: units, posts, holders, roles, succession."""
