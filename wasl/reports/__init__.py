"""Figures and reports: what the board, the ministry and the association itself ask of the whole.

It reads everywhere and writes nowhere.
"""
