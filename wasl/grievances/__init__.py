"""Objections to decisions, decided by people who took no part before.

Words: objection.
"""
