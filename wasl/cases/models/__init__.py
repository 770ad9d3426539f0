"""A case, its study, and the assessment of need."""
