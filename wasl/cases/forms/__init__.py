"""Forms for the staff: of a case and its lists, and of its study."""
