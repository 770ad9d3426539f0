"""Wiring only: settings, addresses, reactions and the schedule. Nothing imports it."""
