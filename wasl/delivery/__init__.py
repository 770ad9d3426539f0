"""What is handed over after a decision, never beyond it, with its proof and budget.

Words: delivery, handover, budget.
"""
