"""Policies, bylaws and guides in versions and clauses; board meetings, approval, publication.

Words: policy, version, clause, setting, board meeting.
"""
