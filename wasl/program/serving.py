"""How gunicorn serves (`--config python:wasl.program.serving`): threads, loopback, and a log
without people in it.
"""

import gc
import os
from typing import Any

from gunicorn.glogging import Logger

from wasl.common.logs import HideSecrets
from wasl.program import processes


class QuietLogger(Logger):  # type: ignore[misc]  # gunicorn has no types
    """Method, path without its query, status, size, time: no address, no browser, no search words,
    no rating link.
    """

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for log in (self.error_log, self.access_log):
            for handler in log.handlers:
                handler.addFilter(HideSecrets())


def on_starting(server: Any) -> None:
    """The web server ends with who supervises it."""
    processes.die_with_parent()


def when_ready(server: Any) -> None:
    """What was loaded once stays: workers neither look through it for garbage nor copy its memory
    by doing so.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(5_000, 20, 50)


wsgi_app = "config.wsgi:application"
bind = f"{os.environ.get('WASL_BIND', '127.0.0.1')}:{os.environ.get('WASL_PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("WASL_WEB_WORKERS", str(min(4, max(2, os.cpu_count() or 2)))))
threads = int(os.environ.get("WASL_WEB_THREADS", "8"))
preload_app = True
control_socket_disable = True
timeout = 60
graceful_timeout = 20
keepalive = 5
max_requests = 0
limit_request_line = 4094
forwarded_allow_ips = os.environ.get("WASL_PROXIES", "127.0.0.1")
logger_class = QuietLogger
accesslog = "-"
access_log_format = "%(t)s %(m)s %(U)s %(s)s %(B)s %(M)sms"
errorlog = "-"
loglevel = "info"
proc_name = "wasl-web"
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108
