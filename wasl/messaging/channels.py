"""The ports to outside carriers: what a carrier must do, and how it reports a failure."""

import re
import smtplib
from collections.abc import Mapping
from functools import lru_cache
from typing import Protocol

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.module_loading import import_string

from wasl.common.identifiers import BadIdentifier, check_email
from wasl.messaging.models import Carrier


class ChannelFailed(Exception):
    """The carrier refused the message.

    `is_final`: another try would not help (a blocked sender, a refused letter). `is_bad_address`:
    nothing will ever arrive there, and the staff who keep the address are told. Such a failure is
    final.
    """

    def __init__(
        self, reason: str, *, is_final: bool = False, is_bad_address: bool = False
    ) -> None:
        super().__init__(reason)
        self.is_final = is_final or is_bad_address
        self.is_bad_address = is_bad_address


class SmsGateway(Protocol):
    """A gateway of text messages.

    Sending twice with the same reference must reach the person once.
    """

    def send(self, to: str, body: str, reference: str) -> str:
        """Hand over a text; return the gateway's own id. Raises `ChannelFailed`."""
        ...

    def status(self, report: Mapping[str, str]) -> tuple[str, bool]:
        """Read a delivery report: the gateway's id, and whether the text reached the handset.

        Raises `ValueError`.
        """
        ...


def callback_secret() -> str:
    """Return the secret part of the delivery reports' address, which only the gateway knows."""
    return salted_hmac("wasl.messaging.delivery_report", "sms", algorithm="sha256").hexdigest()[:40]


@lru_cache
def sms() -> SmsGateway:
    """Return the gateway that the settings name by its dotted path."""
    report = reverse("messaging:delivery_report", args=[callback_secret()])
    options = {"callback": f"{settings.PUBLIC_URL}{report}"} | settings.SMS_GATEWAY
    gateway: SmsGateway = import_string(options.pop("client"))(**options)
    return gateway


def deliver(carrier: str, *, to: str, subject: str, body: str, reference: str) -> str:
    """Hand a message to its carrier; return the carrier's id. Raises `ChannelFailed`."""
    if carrier == Carrier.SMS:
        return sms().send(to, body, reference)
    return _mail(to, subject, body, reference)


def _mail(to: str, subject: str, body: str, reference: str) -> str:
    """Send a plain letter by SMTP.

    Its Message-ID is our reference, so a mailbox that gets it twice can tell.
    """
    message_id = f"<{reference}@wasl>"
    try:
        letter = EmailMessage(
            subject=subject, body=body, to=[check_email(to)], headers={"Message-ID": message_id}
        )
        letter.send()
    # An address stored before `check_email` was as strict as it is now.
    except BadIdentifier as error:
        raise ChannelFailed("no e-mail address", is_bad_address=True) from error
    # Before the general case below: only here is the refusal about the address.
    except smtplib.SMTPRecipientsRefused as refused:
        code, answer = next(iter(refused.recipients.values()), (0, b""))
        raise _refused(code, answer, of_address=True) from refused
    except (
        smtplib.SMTPAuthenticationError,
        smtplib.SMTPConnectError,
        smtplib.SMTPHeloError,
    ) as error:
        # Our settings or our server are at fault, not the letter, so it is tried again.
        raise ChannelFailed(f"SMTP {error.smtp_code}") from error
    except smtplib.SMTPResponseException as error:
        raise _refused(error.smtp_code, error.smtp_error) from error
    # smtplib's other exceptions are OSErrors too.
    except OSError as error:
        raise ChannelFailed(type(error).__name__) from error
    return message_id


def _refused(code: int, answer: bytes | str, *, of_address: bool = False) -> ChannelFailed:
    """Return the failure of a mail server's refusal: 5xx is final, 4xx is temporary (RFC 5321).

    A refused recipient has a bad address, unless the enhanced code says that the mailbox is full or
    that we are blocked (RFC 3463: 5.1.x is the address).
    """
    text = answer.decode("ascii", "replace") if isinstance(answer, bytes) else answer
    enhanced = re.match(r"[245]\.[0-9]{1,3}\.[0-9]{1,3}", text.lstrip())
    is_final = code >= 500
    is_bad_address = (
        is_final and of_address and (enhanced is None or enhanced[0].startswith("5.1."))
    )
    reason = f"SMTP {code} {enhanced[0]}" if enhanced else f"SMTP {code}"
    return ChannelFailed(reason, is_final=is_final, is_bad_address=is_bad_address)
