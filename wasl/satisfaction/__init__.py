"""The invitation to rate, and the rating that nobody can join to a person.

Words: invitation, rating.
"""
