"""Read before the settings are (`-p tests.environment`): tests have a home of their own and speak
to the database as its owner.
"""

import os
from pathlib import Path

from tests import day

os.environ.setdefault("WASL_HOME", str(Path(__file__).resolve().parent.parent / "var" / "test"))
os.environ.setdefault("WASL_ROLE", "owner")
day.begin()
# The sync API of Playwright runs an event loop in the main thread; Django would refuse the database
# there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
# WhiteNoise warns where its folder is not; warnings are errors here.
(Path(os.environ["WASL_HOME"]) / "static").mkdir(parents=True, exist_ok=True)
