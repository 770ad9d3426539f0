"""Answers the association gives, one text for all channels.

Words: answer.
"""
