"""Meetings, agenda, recusals, blind votes, decisions and minutes; and the release of the answer.

Words: committee, meeting, agenda item, vote, recusal, decision, minutes.
"""
