"""Opening strangers' files apart from the site (ADR 46).

In a child process with bounded memory and time, one at a time.
"""
