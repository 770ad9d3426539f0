"""Every write to the library, by step."""
