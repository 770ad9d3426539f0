"""The audit trail, which is also the outbox.

It holds events, their sealed hash chain, and what each reaction has done.

Words: event, read, seal, reaction. Called by every action above it.
"""
