"""The public pages, grouped by what a visitor comes for."""
