"""People's rights over their own data, and what the association answers for (PDPL).

Words: data request (access, copy, correction, destruction, withdrawal, objection), incident,
destruction, legal hold, retention rule, processing activity, review of reads. Export, scrubbing and
erasure read the one classification that every model carries (`Privacy`).
"""
