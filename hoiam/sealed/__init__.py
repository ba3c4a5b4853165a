"""Protected identities: encrypted with their own key, every opening recorded."""
