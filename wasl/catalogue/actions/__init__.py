"""How the catalogue changes: services offered, drafts of services, and the scoring guide."""
