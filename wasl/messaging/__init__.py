"""Messages to people: templates, outbox, delivery status, one-time codes, and channel ports.

Words: message, channel, template, one-time code.
"""
