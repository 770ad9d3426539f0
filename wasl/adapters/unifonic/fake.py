"""A fake of the gateway, for tests and the sample.

It has the gateway's wire format and refusals, and takes one text per CorrelationID.
"""

import json
import re
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import httpx

from wasl.common import clock
from wasl.messaging.texts import parts

PATH = "/rest/SMS/messages"
LARGEST = 64 * 1024


@dataclass(frozen=True)
class Text:
    """A text that reached a phone."""

    message_id: str
    recipient: str
    sender: str
    body: str
    correlation_id: str
    callback: str
    at: datetime


@dataclass
class FakeGateway:
    """The fake's state. `outage` makes it answer 503; an empty `app_sid` accepts any account."""

    app_sid: str = ""
    outage: bool = False
    drop_answers: bool = False
    texts: list[Text] = field(default_factory=list)
    requests: int = 0
    on_text: Callable[[Text], None] | None = None
    now: Callable[[], datetime] = clock.real_now
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def accept(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """Take a posted form; return status and JSON as the gateway answers."""
        with self._lock:
            self.requests += 1
            if self.outage:
                return 503, {
                    "success": False,
                    "message": "Service unavailable",
                    "errorCode": "ER-99",
                }
            if problem := self._problem(form):
                return 400, {"success": False, "message": problem[1], "errorCode": problem[0]}
            text = self._earlier(form.get("CorrelationID", "")) or self._keep(form)
        return 200, {
            "success": True,
            "message": "",
            "errorCode": "ER-00",
            "data": {
                "MessageID": text.message_id,
                "CorrelationID": text.correlation_id,
                "Status": "Queued",
                "NumberOfUnits": parts(text.body),
                "Recipient": text.recipient,
                "TimeCreated": f"{text.at:%Y-%m-%d %H:%M:%S}",
            },
        }

    def _problem(self, form: dict[str, str]) -> tuple[str, str] | None:
        if not form.get("AppSid") or (self.app_sid and form["AppSid"] != self.app_sid):
            return "ER-01", "Invalid AppSid"
        # The network allows eleven characters in the name of a sender.
        if not 0 < len(form.get("SenderID", "")) <= 11:
            return "ER-09", "Invalid sender"
        if len(form.get("Recipient", "")) < 9:
            return "ER-04", "Dest num is too short"
        if not re.fullmatch(r"9665[0-9]{8}", form["Recipient"]):
            return "ER-06", "Invalid recipient"
        if not form.get("Body"):
            return "ER-05", "Empty body"
        return None

    def _earlier(self, correlation_id: str) -> Text | None:
        return next(
            (t for t in self.texts if correlation_id and t.correlation_id == correlation_id), None
        )

    def _keep(self, form: dict[str, str]) -> Text:
        text = Text(
            message_id=str(uuid.uuid4().int % 10**13),
            recipient=form["Recipient"],
            sender=form["SenderID"],
            body=form["Body"],
            correlation_id=form.get("CorrelationID", ""),
            callback=form.get("statusCallback", ""),
            at=self.now(),
        )
        self.texts.append(text)
        if self.on_text:
            self.on_text(text)
        return text

    def report(self, text: Text, dlr: str = "Delivered") -> int:
        """Post a delivery report to the text's callback, as the gateway does.

        Return the status of the answer.
        """
        report = {"MessageID": text.message_id, "DLR": dlr, "Recipient": text.recipient}
        return httpx.post(text.callback, data=report, timeout=5).status_code


class GatewayHandler(BaseHTTPRequestHandler):
    """The HTTP face of a `FakeGateway`, found as `server.gateway`."""

    protocol_version = "HTTP/1.1"
    timeout = 15

    def do_POST(self) -> None:
        body = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), LARGEST)).decode(
            "utf-8", "replace"
        )
        if self.path != PATH:
            self.answer(404, {"success": False, "message": "Not found", "errorCode": "404"})
            return
        gateway: FakeGateway = self.server.gateway  # type: ignore[attr-defined]
        form = {name: values[-1] for name, values in parse_qs(body, keep_blank_values=True).items()}
        status, answer = gateway.accept(form)
        if gateway.drop_answers:
            # The message is taken, and the line breaks before the answer.
            self.close_connection = True
            return
        self.answer(status, answer)

    def answer(self, status: int, data: Any) -> None:
        self.send_bytes(
            status, "application/json; charset=utf-8", json.dumps(data, ensure_ascii=False).encode()
        )

    def send_bytes(self, status: int, content_type: str, body: bytes) -> None:
        self.send_response(HTTPStatus(status))
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Log nothing: numbers and texts do not belong in a log."""


def serve(gateway: FakeGateway, port: int = 0, host: str = "127.0.0.1") -> ThreadingHTTPServer:
    """Start the fake in a thread; `server.server_port` is its port, `server.shutdown()` ends it."""
    server = ThreadingHTTPServer((host, port), GatewayHandler)
    server.daemon_threads = True
    server.gateway = gateway  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True, name="fake gateway").start()
    return server
