"""Pages of the catalogue: services and the scoring guide."""
