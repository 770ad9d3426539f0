"""People's rights over their own data, and the association's duties towards them (PDPL).

Words: data request (access, copy, correction, destruction, withdrawal, objection), incident,
destruction, legal hold, retention rule, processing activity, review of reads. Export, scrubbing and
erasure read the single classification that every model carries (`Privacy`).
"""
