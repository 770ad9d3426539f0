"""The register of papers the association issues: each is rendered once from plain data, numbered by
the caller, hashed, kept, and open to anyone's check by its code.

Words: paper, kind, number, check code; issued, superseded, void. Called by whoever answers,
decides, delivers or hears an objection: fill a dict of `kinds.py` and call `actions.issue`. It
knows no case and no person: subjects are ids.
"""
