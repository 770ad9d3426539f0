"""Pages of data protection, by subject."""
