"""Forms of what officers type about people."""
