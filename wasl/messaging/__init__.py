"""What is sent to people: templates, the outbox, delivery status, one-time codes, and the channel
ports.

Words: message, channel, template, one-time code.
"""
