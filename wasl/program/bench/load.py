"""A small load: a few clients, each on a connection of its own, asking one address a fixed number of times."""

import http.client
import threading
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Run:
    """What one address gave: pages a second, and the milliseconds of the median and the slowest twentieth."""

    pages_a_second: float
    p50_ms: float
    p95_ms: float


def run(port: int, paths: list[str], *, clients: int, each: int, cookie: str = "") -> Run:
    """Every client asks `each` times, going round the paths. Raises `RuntimeError` on any answer but 200."""
    times: list[float] = []
    wrong: list[str] = []
    threads = [
        threading.Thread(target=_client, args=(port, paths, each, cookie, n, times, wrong)) for n in range(clients)
    ]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    if wrong:
        raise RuntimeError(wrong[0])
    times.sort()
    return Run(len(times) / took, times[len(times) // 2] * 1000, times[int(len(times) * 0.95)] * 1000)


def _client(
    port: int, paths: list[str], each: int, cookie: str, offset: int, times: list[float], wrong: list[str]
) -> None:
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for place in range(each):
        path = paths[(place + offset) % len(paths)]
        began = time.perf_counter()
        link.request("GET", path, headers={"Cookie": cookie} if cookie else {})
        answer = link.getresponse()
        answer.read()
        times.append(time.perf_counter() - began)
        if answer.status != 200:
            wrong.append(f"{path} answered {answer.status}")
            return
    link.close()
