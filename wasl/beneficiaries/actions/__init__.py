"""Every write to the register, by subject."""
