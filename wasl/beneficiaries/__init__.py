"""People and what is known of them: names, identifiers, contact points, households, representatives, documents, files.

Words: person, beneficiary file, household, representative, document, attachment.
"""
