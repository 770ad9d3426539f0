"""Models of services and their versions, document types, reason codes, and the scoring guide."""
