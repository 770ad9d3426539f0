"""A policy's text before the board sees it: read from any file, cut into clauses, and searched for
faults.

Nothing here touches the database or changes a letter: what is doubtful is said, with its place, for
a person to settle.
"""
