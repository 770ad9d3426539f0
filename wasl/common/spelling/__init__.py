"""Names of people: their words, and how near two spellings of a word are.

For finding and comparing, never for display.
"""
