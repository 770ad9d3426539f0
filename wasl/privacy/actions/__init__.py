"""Every write of the package, by subject."""
