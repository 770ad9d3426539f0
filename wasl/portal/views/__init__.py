"""The public pages, by what a visitor comes for."""
