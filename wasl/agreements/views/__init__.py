"""Views of agreements, by topic."""
