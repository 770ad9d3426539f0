"""Text messages through Unifonic: the client, and a fake that speaks the same wire format
(domain.md B8).
"""
