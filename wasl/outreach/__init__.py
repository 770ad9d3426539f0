"""Circulars: what members and beneficiaries are told of a policy in force or by announcement, on
their own channels (PRE-8).

Words: circular, audience, recipient, reach, acknowledgement. Called by nobody below; its panel
stands on the person's page.
"""
