"""One beneficiary's request for one service, from intake to closure. Owns the lifecycle that later
steps drive.

Words: case, declared value, matching, declaration, disclosure, study.
"""
