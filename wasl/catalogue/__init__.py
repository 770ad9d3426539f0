"""The services the association offers, as versioned data that a non-engineer can read: whom each is for, what is asked, which
documents, under which condition, and by which clause of the research guide.

Words: service, service version, field requirement, document requirement, document type, reason code, condition. Called by cases
(the form, the list of what is missing), committees (reason codes), delivery (the kind and the period) and the public site.
"""
