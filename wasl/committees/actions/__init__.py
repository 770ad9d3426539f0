"""Actions of committees: preparing and holding meetings, deciding, and releasing answers."""
