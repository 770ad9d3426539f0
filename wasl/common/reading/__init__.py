"""Files of strangers, opened apart from the site: by a child with bounded memory and time, one at a
time (ADR 46).
"""
