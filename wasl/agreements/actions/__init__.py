"""Actions of agreements, by topic."""
