"""Every write to a case, by the step it belongs to."""
