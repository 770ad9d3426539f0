"""A beneficiary's case for one service, from intake to closure.

Owns the lifecycle that the packages above drive.

Words: case, declared value, matching, declaration, disclosure, study.
"""
