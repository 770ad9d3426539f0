"""Pages of cases, by what they are for."""
