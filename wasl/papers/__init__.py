"""The register of papers that the association issues.

Each is rendered once from plain data, numbered by the caller, hashed and stored, and anyone can
check it by its code.

Words: paper, kind, number, check code; issued, superseded, void. Called by the packages that
answer, decide, deliver or hear an objection: fill a dict of `kinds.py` and call `actions.issue`. It
knows no case and no person: subjects are ids.
"""
