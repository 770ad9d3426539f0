"""Mechanism without any domain word.

Verdicts, moves, the clock, Arabic text, identifiers, dates in two calendars, numbers, encryption,
uploads and the embedded database.

Every package calls it; it calls none.
"""
