"""Wiring only: settings, addresses, reactions and the schedule. No package imports it."""
