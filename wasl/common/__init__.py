"""No domain word: verdicts, moves, the clock, Arabic text, identifiers, dates in two calendars,
numbers, encryption, uploads, and the embedded database. Called by every package; calls none.
"""
