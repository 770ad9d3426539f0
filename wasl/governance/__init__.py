"""The association's own policies, bylaws, guides and procedures, in versions and clauses.

Also the board meetings that approve them, publication of exactly the approved text, and the texts
that an applicant signs and is told.

Words: document, version, clause, board meeting, reading, declaration text, disclosure text. Called
by the catalogue (the guide's clauses), cases (the window of the pinned version), committees
(quorum), grievances (the objection's days), satisfaction (the rating's floor) and the public site.
"""
