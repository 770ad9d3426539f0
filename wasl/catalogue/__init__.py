"""The services the association offers, as versioned data that non-engineers can read.

A service says whom it is for, what is asked, which documents, under which condition, and by which
clause of the research guide.

Words: service, service version, field requirement, document requirement, document type, reason
code, condition. Called by cases (the form, what is missing), committees (reason codes), delivery
(kind and period) and the public site.
"""
