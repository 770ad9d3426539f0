"""An HTTP server and an SMTP server on loopback, in place of the gateway and a mail server.

HTTP speaks the gateway's wire format, and has pages to read messages and JSON for the journey.
"""

import email
import email.policy
import html
import re
import socket
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from http.server import ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

import httpx
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from wasl.adapters.unifonic.fake import PATH, FakeGateway, GatewayHandler, Text
from wasl.common import clock

# Mails; the oldest are dropped beyond that.
KEPT = 5_000
# The Kingdom has no daylight saving time.
RIYADH = timedelta(hours=3)
STYLE = (
    ":root{color-scheme:light dark;font:16px/1.7 'IBM Plex Sans Arabic','Noto Sans "
    "Arabic',sans-serif}"
    "body{margin:0 auto;max-inline-size:44rem;padding:1.5rem;background:Canvas;color:CanvasText}"
    "h1{color:#1b8354;font-size:1.4rem}article{border:1px solid "
    "#8884;border-radius:.75rem;padding:.75rem 1rem;"
    "margin-block:.75rem}article p{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}"
    "small{opacity:.75}a{color:#14663f}@media(prefers-color-scheme:dark){a,h1{color:#6fcf97}}"
)


@dataclass(frozen=True)
class Mail:
    """A letter that reached the mailbox."""

    message_id: str
    to: tuple[str, ...]
    subject: str
    body: str
    at: datetime


@dataclass
class Mailbox:
    """The letters that the SMTP server took.

    The same Message-ID to the same address is stored once.
    """

    mails: deque[Mail] = field(default_factory=lambda: deque(maxlen=KEPT))

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        letter = email.message_from_bytes(
            envelope.original_content or b"", EmailMessage, policy=email.policy.default
        )
        part = letter.get_body(("plain",))
        mail = Mail(
            message_id=str(letter["Message-ID"] or ""),
            to=tuple(envelope.rcpt_tos),
            subject=str(letter["Subject"] or ""),
            body=part.get_content().strip() if part else "",
            at=clock.real_now(),
        )
        if not any(
            mail.message_id and (existing.message_id, existing.to) == (mail.message_id, mail.to)
            for existing in self.mails
        ):
            self.mails.append(mail)
        return "250 Message accepted"


class _Handler(GatewayHandler):
    """The gateway's endpoint, and the pages to read messages on."""

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        loopback: Loopback = self.server.loopback  # type: ignore[attr-defined]
        if path == "/":
            self._page("هاتف العينة وبريدها", loopback.index())
        elif match := re.fullmatch(r"/(phone|mailbox)/([^/]+)\.json", path):
            self.answer(200, loopback.read(match[1], match[2]))
        elif match := re.fullmatch(r"/(phone|mailbox)/([^/]+)", path):
            self._page(match[2], loopback.articles(match[1], match[2]))
        else:
            self.answer(404, {"error": "not found"})

    def _page(self, title: str, content: str) -> None:
        name = html.escape(title)
        page = (
            '<!doctype html><html lang="ar" dir="rtl"><head><meta '
            f'charset="utf-8"><title>{name}</title>'
            '<meta name="viewport" content="width=device-width,initial-scale=1"><meta '
            'http-equiv="refresh" content="5">'
            f"<style>{STYLE}</style></head><body><main><h1><bdi "
            f'dir="auto">{name}</bdi></h1>{content}</main></body>'
            "</html>"
        )
        self.send_bytes(200, "text/html; charset=utf-8", page.encode())


class Loopback:
    """Both servers, open until `stop()`."""

    def __init__(self, http_port: int, smtp_port: int, host: str) -> None:
        self.gateway = FakeGateway(on_text=self._report)
        self.mailbox = Mailbox()
        self.http = ThreadingHTTPServer((host, http_port), _Handler)
        self.http.daemon_threads = True
        self.http.gateway = self.gateway  # type: ignore[attr-defined]
        self.http.loopback = self  # type: ignore[attr-defined]
        self.http_port, self.smtp_port = self.http.server_port, smtp_port or _free_port(host)
        self.smtp = Controller(
            self.mailbox, hostname=host, port=self.smtp_port, enable_SMTPUTF8=True
        )

    def _report(self, text: Text) -> None:
        """Report a moment later that the phone has the text.

        Three tries, as the site may not be ready; then give up.
        """

        def tell(tries: int) -> None:
            try:
                is_reported = self.gateway.report(text) == 200
            except httpx.HTTPError:
                is_reported = False
            if not is_reported and tries > 1:
                _later(4 - tries, lambda: tell(tries - 1))

        if text.callback:
            _later(1, lambda: tell(3))

    def start(self) -> None:
        try:
            self.smtp.start()
        except BaseException:
            self.http.server_close()
            raise
        threading.Thread(target=self.http.serve_forever, daemon=True, name="loopback").start()

    def stop(self) -> None:
        self.smtp.stop(no_assert=True)
        self.http.shutdown()
        self.http.server_close()

    def read(self, kind: str, address: str) -> list[dict[str, str]]:
        """Return what a number (9665…) or address received, oldest first."""
        if kind == "phone":
            number = address.removeprefix("+")
            # A copy of the list, as other threads add to it meanwhile.
            texts = [text for text in list(self.gateway.texts) if text.recipient == number]
            return [{"body": text.body, "at": text.at.isoformat()} for text in texts]
        mails = [
            mail for mail in list(self.mailbox.mails) if address.lower() in map(str.lower, mail.to)
        ]
        return [
            {"subject": mail.subject, "body": mail.body, "at": mail.at.isoformat()}
            for mail in mails
        ]

    def index(self) -> str:
        """Return links to all numbers and addresses that received something, the latest first."""
        latest: dict[tuple[str, str], datetime] = {}
        for text in list(self.gateway.texts):
            latest["phone", text.recipient] = text.at
        for mail in list(self.mailbox.mails):
            latest |= {("mailbox", address): mail.at for address in mail.to}
        rows = sorted(latest, key=lambda key: latest[key], reverse=True)
        links = (
            (
                f'<article><a href="/{k}/{html.escape(a)}"><bdi '
                f'dir="ltr">{html.escape(a)}</bdi></a></article>'
            )
            for k, a in rows
        )
        return "".join(links) or (
            "<p>لا رسائل بعد. تصل هنا الرسائل التي يرسلها موقع العينة، ولا تخرج من هذا الجهاز.</p>"
        )

    def articles(self, kind: str, address: str) -> str:
        """Return the messages of a number or address, the latest first."""
        return '<p><a href="/">الكل</a></p>' + "".join(
            (
                f"<article><p>{_said(message)}</p><small><bdi "
                f"dir='ltr'>{_local(message['at'])}</bdi></small></article>"
            )
            for message in reversed(self.read(kind, address))
        )


def _free_port(host: str) -> int:
    with socket.create_server((host, 0)) as probe:
        return int(probe.getsockname()[1])


def _later(seconds: float, call: Callable[[], None]) -> None:
    timer = threading.Timer(seconds, call)
    timer.daemon = True
    timer.start()


def _said(message: dict[str, str]) -> str:
    text = html.escape(message["body"])
    linked = re.sub(r"(https?://[^\s\u2066-\u2069]+)", r'<a href="\1">\1</a>', text)
    return (
        f"<b>{html.escape(message['subject'])}</b>\n{linked}" if message.get("subject") else linked
    )


def _local(moment: str) -> str:
    return f"{datetime.fromisoformat(moment) + RIYADH:%Y-%m-%d %H:%M:%S}"


def serve(http_port: int, smtp_port: int, host: str = "127.0.0.1") -> Loopback:
    """Start both servers in threads of this process.

    The gateway's address is `http://host:port` + `PATH`.
    """
    loopback = Loopback(http_port, smtp_port, host)
    loopback.start()
    return loopback


__all__ = ["PATH", "Loopback", "serve"]
