"""The one table of secrets that are made when a message is dispatched: template → who makes its
`{secret}`.

What is made here is stored nowhere. The maker gets the message and the moment, makes the same for
every dispatch of one message, and answers '' when its time is over.
"""

DISPATCHED: dict[str, str] = {
    "rate_invitation": "wasl.satisfaction.links.of_message",
}
