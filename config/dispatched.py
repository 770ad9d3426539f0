"""Secrets that are made when a message is dispatched: template → function that makes them.

The result is stored nowhere. The function gets the message and the moment, returns the same for
every dispatch of a message, and '' when its time is over.
"""

DISPATCHED: dict[str, str] = {
    "rate_invitation": "wasl.satisfaction.links.of_message",
}
