"""Reads of the catalogue: what is offered and asked for, and the scoring guide."""
