"""Find people, and read what one person's file holds."""
