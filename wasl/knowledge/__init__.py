"""The library of answers: one answer, the same on every channel (OBJ-3).

Drafts also come from what executives answered (PRO-5). Words: article, draft, published. Called by
interactions (a referral's answer becomes a draft), the desk and the public site.
"""
