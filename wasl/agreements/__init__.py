"""Agreements with members, beneficiaries and other bodies: rights, duties and when they are due,
breaches, disputes; and what every beneficiary's rights and duties are, acknowledged by version.

Words: agreement, party, term (a right or a duty), obligation (a duty on its day), performance,
breach, dispute.
"""
