"""A small load: a few clients, each on a connection of its own, asking addresses a fixed number of
times; and what it costs.

Figures of a busy machine are put right in two ways: what is compared is asked in turns, a little of
each at a time; and beside the time on the clock stands the processor time of the servers, which
others on the machine do not stretch.
"""

import http.client
import statistics
import threading
import time
from dataclasses import dataclass, field

import psutil

ROUNDS = 6


@dataclass
class Run:
    """What one page gave in all its rounds: times of single answers, the rate of each round, the
    processor time spent.
    """

    times: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    spent: float = 0.0

    @property
    def pages_a_second(self) -> float:
        return statistics.median(self.rates)

    @property
    def cpu_ms(self) -> float:
        return self.spent / len(self.times) * 1000

    def ms(self, part: float) -> float:
        """The milliseconds below which this part of the answers came."""
        return sorted(self.times)[int(len(self.times) * part)] * 1000


@dataclass(frozen=True)
class Target:
    """A page as it is asked for: the port of its server, that server's processes, and addresses
    gone round in turn.
    """

    port: int
    servers: tuple[psutil.Process, ...]
    paths: list[str]
    cookie: str = ""


def side_by_side(first: Target, second: Target, *, clients: int, each: int) -> tuple[Run, Run]:
    """Two pages in turns, `each` requests of every client a page, in rounds. The first round warms
    up and is not counted.
    """
    runs = (Run(), Run())
    for turn in range(ROUNDS + 1):
        for target, run in zip((first, second), runs if turn else (Run(), Run()), strict=True):
            _round(target, run, clients, max(1, each // ROUNDS), turn)
    return runs


def _round(target: Target, run: Run, clients: int, each: int, turn: int) -> None:
    wrong: list[str] = []
    before, began, so_far = cpu(target.servers), time.perf_counter(), len(run.times)
    threads = [
        threading.Thread(target=_client, args=(target, each, turn * clients + n, run.times, wrong))
        for n in range(clients)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise RuntimeError(wrong[0])
    run.rates.append((len(run.times) - so_far) / (time.perf_counter() - began))
    run.spent += cpu(target.servers) - before


def _client(target: Target, each: int, offset: int, times: list[float], wrong: list[str]) -> None:
    link = http.client.HTTPConnection("127.0.0.1", target.port, timeout=60)
    for place in range(each):
        path = target.paths[(place + offset * each) % len(target.paths)]
        began = time.perf_counter()
        link.request("GET", path, headers={"Cookie": target.cookie} if target.cookie else {})
        answer = link.getresponse()
        answer.read()
        times.append(time.perf_counter() - began)
        if answer.status != 200:
            wrong.append(f"{path} answered {answer.status}")
            return
    link.close()


def cpu(servers: tuple[psutil.Process, ...]) -> float:
    """The processor seconds that these processes and all theirs have used so far, those that ended
    included.
    """
    return sum(
        _used(process) + sum(map(_used, process.children(recursive=True))) for process in servers
    )


def _used(process: psutil.Process) -> float:
    try:
        cpu_times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return float(
        cpu_times.user + cpu_times.system + cpu_times.children_user + cpu_times.children_system
    )
