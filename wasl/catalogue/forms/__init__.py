"""Forms of the scoring guide and of a service's draft."""
