"""Agreements with members, beneficiaries and other bodies: rights, duties and their due days,
breaches and disputes. Also the rights and duties of every beneficiary, acknowledged by version.

Words: agreement, party, term (a right or a duty), obligation (a duty on its day), performance,
breach, dispute.
"""
