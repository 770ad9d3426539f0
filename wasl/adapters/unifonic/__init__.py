"""Text messages by Unifonic: the client, and a fake with the same wire format (domain.md B8)."""
