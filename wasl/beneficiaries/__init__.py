"""The register of people: each human being once, with family, documents and who may act for them.

Words: person, beneficiary file, dependant, representative, document, attachment. Found by search,
never listed. Called by cases (prefilling, documents), the desk and the portal.
"""
