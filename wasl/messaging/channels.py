"""The ports: what an outside carrier of messages must be able to do, and how it says that it could not."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Protocol

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.module_loading import import_string

from wasl.messaging.models import Carrier


class ChannelFailed(Exception):
    """The message was not taken. `is_final`: trying again would not help (a wrong number, a blocked sender)."""

    def __init__(self, reason: str, *, is_final: bool = False) -> None:
        super().__init__(reason)
        self.is_final = is_final


class SmsGateway(Protocol):
    """A gateway of text messages. Sending twice with one reference must reach the person once."""

    def send(self, to: str, body: str, reference: str) -> str:
        """Hand over one text; returns the gateway's own id. Raises `ChannelFailed`."""
        ...

    def status(self, report: Mapping[str, str]) -> tuple[str, bool]:
        """Read a delivery report: the gateway's id, and whether the text reached the handset. Raises `ValueError`."""
        ...


def callback_secret() -> str:
    """The part of the delivery reports' address that only the gateway is told."""
    return salted_hmac("wasl.messaging.delivery_report", "sms", algorithm="sha256").hexdigest()[:40]


@lru_cache
def sms() -> SmsGateway:
    """The gateway that the settings name by its dotted path."""
    report = reverse("messaging:delivery_report", args=[callback_secret()])
    options = {"callback": f"{settings.PUBLIC_URL}{report}"} | settings.SMS_GATEWAY
    gateway: SmsGateway = import_string(options.pop("client"))(**options)
    return gateway


def deliver(carrier: str, *, to: str, subject: str, body: str, reference: str) -> str:
    """Hand a message to its carrier; returns the carrier's id. Raises `ChannelFailed`."""
    if carrier == Carrier.SMS:
        return sms().send(to, body, reference)
    return _mail(to, subject, body, reference)


def _mail(to: str, subject: str, body: str, reference: str) -> str:
    """One plain letter by SMTP. Its Message-ID is our reference: a mailbox that gets it twice can tell."""
    message_id = f"<{reference}@wasl>"
    letter = EmailMessage(subject=subject, body=body, to=[to], headers={"Message-ID": message_id})
    try:
        letter.send()
    except OSError as error:  # smtplib's own exceptions are OSErrors
        raise ChannelFailed(type(error).__name__) from error
    return message_id
