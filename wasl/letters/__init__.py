"""The registers of outgoing and incoming letters, numbered without gaps per Hijri year.

Words: letter, register, counter, void.
"""
