"""Names of people: their words, and how near two spellings of one word are. For finding and
comparing, never for showing.
"""
