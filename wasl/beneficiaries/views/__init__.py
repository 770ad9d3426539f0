"""Pages of the register, grouped by purpose."""
