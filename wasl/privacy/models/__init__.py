"""Models of data requests, incidents, destruction, and the records the association answers for."""
