"""What the association offers: services in versions, their fields, documents and conditions.

Words: service, service version, requirement, document type.
"""
