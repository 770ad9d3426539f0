"""Wasl: the beneficiary-relations and service-delivery system of a cooperative or charitable
association.
"""
