"""Agreements with their parties and terms, performances, breaches and disputes; and
acknowledgements of rights and duties.
"""
