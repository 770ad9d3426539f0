"""The client of the gateway: a form post per message, one exception type, time-outs on everything.

The gateway takes a message once per CorrelationID, so sending again when in doubt cannot reach the
person twice.
"""

import ssl
from collections.abc import Mapping
from functools import cache

import httpx

from wasl.messaging.channels import ChannelFailed

# Answers that a second try cannot change: unknown or blocked account, sender or recipient.
FINAL = frozenset({"ER-01", "ER-02", "ER-03", "ER-05", "ER-09", "ER-11", "ER-14"})
# Too short, or not the number of a mobile.
BAD_NUMBER = frozenset({"ER-04", "ER-06"})
DELIVERED = frozenset({"delivered"})
FAILED = frozenset({"undeliverable", "undelivered", "rejected", "failed", "expired"})


@cache
def _trust() -> ssl.SSLContext:
    """Return the trusted authorities, read once: reading takes longer than sending a message."""
    return httpx.create_ssl_context()


class Gateway:
    """An account at the gateway."""

    def __init__(
        self, *, url: str, app_sid: str, sender: str, callback: str = "", timeout: float = 10.0
    ) -> None:
        self.url = url
        self.app_sid = app_sid
        self.sender = sender
        self.callback = callback
        self.timeout = httpx.Timeout(timeout, connect=5.0)

    def send(self, to: str, body: str, reference: str) -> str:
        """Hand over a text to a mobile in E.164 form; return the gateway's MessageID.

        Raises `ChannelFailed`.
        """
        form = {
            "AppSid": self.app_sid,
            "SenderID": self.sender,
            "Recipient": to.removeprefix("+"),
            "Body": body,
            "responseType": "JSON",
            "CorrelationID": reference,
            # The Kingdom's class for service messages, which are sent at any hour.
            "MessageType": "3",
            "async": "false",
        }
        if self.callback:
            form["statusCallback"] = self.callback
        try:
            response = httpx.post(self.url, data=form, timeout=self.timeout, verify=_trust())
            answer = response.json()
        except (httpx.HTTPError, ValueError) as error:
            raise ChannelFailed(type(error).__name__) from error
        if response.status_code == 200 and answer.get("success") in (True, "true"):
            return str(answer["data"]["MessageID"])
        code = str(answer.get("errorCode") or response.status_code)
        raise ChannelFailed(code, is_final=code in FINAL, is_bad_address=code in BAD_NUMBER)

    def status(self, report: Mapping[str, str]) -> tuple[str, bool]:
        """Read a delivery report: the MessageID, and whether the handset has the text.

        Raises `ValueError`.
        """
        message_id = str(report.get("MessageID") or "")
        status = str(report.get("DLR") or report.get("Status") or "").lower()
        if not message_id or status not in DELIVERED | FAILED:
            raise ValueError("not a delivery report")
        return message_id, status in DELIVERED
