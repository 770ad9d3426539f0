"""Every contact on every channel: visits, enquiries, and referrals of unclear questions to an executive.

Words: interaction, enquiry, visit, referral.
"""
