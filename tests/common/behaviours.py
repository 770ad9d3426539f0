"""What a child may try: to measure itself, to take all memory or time, to die, to say what it
knows.
"""

import importlib
import os
import sys
import time


def answer(asked, content):
    if "reader" in asked:
        _about, files = importlib.import_module(asked["reader"]).answer({}, content)
        return {"megabytes": most_memory()}, files
    return {"eat": eat, "spin": spin, "sleep": sleep, "die": die, "tell": tell, "span": span}[
        asked["does"]
    ](), []


def most_memory():
    """The most that this program ever had; what `getrusage` says counts the parent's before it
    began.
    """
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM"))


def eat():
    return {"eaten": len(bytearray(4 * 1024**3))}


def spin():
    while True:
        pass


def sleep():
    time.sleep(60)


def die():
    os.kill(os.getpid(), 11)


def tell():
    return {
        "environment": sorted(os.environ),
        "has_django": "django" in sys.modules,
        "writes": can_write(),
    }


def can_write():
    path = f"/tmp/wasl-child-{os.getpid()}"
    try:
        with open(path, "w") as file:
            file.write("x")
            file.flush()
    except OSError:
        return False
    finally:
        os.unlink(path)
    return True


def span():
    start = time.time()
    time.sleep(0.5)
    return {"from": start, "until": time.time()}
