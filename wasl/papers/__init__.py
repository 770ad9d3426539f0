"""Every paper the association issues, as data, PDF and hash, with the public page that checks one.

Words: paper, check code, letterhead, register. Called by cases, committees, letters and delivery.
"""
