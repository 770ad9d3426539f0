"""Every contact on the seven channels (CHA-1…CHA-7): visits, enquiries, answers, and questions
referred to executives.

Words: interaction, visit, enquiry, referral. An enquiry is never closed without an answer (PRO-2).
The answer to a referral reaches the officer and the person, and may become an answer for everybody
(PRO-5). Called by the desk and the portal.
"""
