"""Check of a policy's text before the board sees it: read any file, cut it, look for faults.

Nothing here touches the database or changes a letter. Doubts are reported with their place, for a
person to settle.
"""
