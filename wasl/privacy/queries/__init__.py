"""Reads of the package, by subject."""
