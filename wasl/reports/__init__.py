"""Figures and reports for the board, the ministry and the association itself.

It reads from every package and writes nothing.
"""
