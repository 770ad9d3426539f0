"""Circulars to members and beneficiaries, about a policy in force or by announcement, on their own
channels (PRE-8).

Words: circular, audience, recipient, reach, acknowledgement. No lower package calls it; its panel
is part of the person's page.
"""
