"""Deliveries after a decision, never beyond it, with their proof and budget.

Words: delivery, handover, budget.
"""
