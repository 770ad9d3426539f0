"""What `wasl doctor` looks at. Each check answers with findings: what is so, whether it is right,
and what to do.
"""

import shutil
import smtplib
import stat
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.core.mail import get_connection
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import translation
from hijridate import Gregorian, Hijri

from wasl.accounts import first_code
from wasl.accounts.models import Association
from wasl.audit import queries as audit
from wasl.cases.models.case import Case
from wasl.common import clock, crypto, grants, installation, keys
from wasl.governance import queries as governance
from wasl.governance import terms
from wasl.governance.models.documents import PolicyVersion
from wasl.governance.states import State
from wasl.papers import queries as papers
from wasl.program import environment, preparing
from wasl.satisfaction import queries as ratings

OK, NOTE, WRONG = "ok", "note", "wrong"
GIGABYTE = 1024**3
# Known days of the Umm al-Qura table, far apart: both calendars' first days, and one ahead.
KNOWN_DAYS = {
    (1400, 1, 1): date(1979, 11, 20),
    (1445, 9, 1): date(2024, 3, 11),
    (1448, 1, 1): date(2026, 6, 16),
}


@dataclass(frozen=True)
class Finding:
    """One line of the report."""

    check: str
    state: str
    what: str
    do: str = ""


def examine() -> Iterator[Finding]:
    """Every check in turn; one that breaks is itself a finding."""
    for check in CHECKS:
        name = check.__name__.replace("_", " ")
        try:
            yield from (Finding(name, *details) for details in check())
        except Exception as error:  # the doctor must finish the round whatever a patient does
            yield Finding(
                name,
                WRONG,
                f"{type(error).__name__}: {error}".strip(),
                "Mend this first, then ask again.",
            )


Said = Iterator[tuple[Any, ...]]


def configuration() -> Said:
    home = Path(settings.WASL_HOME)
    yield OK, f"Home {home}, address {settings.PUBLIC_URL}"
    mode = stat.S_IMODE((home / "secrets.json").stat().st_mode)
    if mode & 0o077:
        yield (
            WRONG,
            f"The keys in {home / 'secrets.json'} can be read by others.",
            "chmod 600 that file.",
        )
    if not installation.is_embedded() and installation.url(home, owner=True) == installation.url(
        home, owner=False
    ):
        yield WRONG, "DATABASE_OWNER_URL is missing.", "Set it to the role that owns the tables."
    if not settings.SECURE_TRANSPORT and "127.0.0.1" not in settings.PUBLIC_URL:
        yield (
            WRONG,
            "The address is not https.",
            "Put a TLS proxy before Wasl and set WASL_URL to its https address.",
        )


def database() -> Said:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        version = cursor.fetchone()[0]
        cursor.execute("SELECT getdatabaseencoding(), 'أحمد' ~ '^[[:alpha:]]+$'")
        encoding, reads_arabic = cursor.fetchone()
    kind = "embedded" if installation.is_embedded() else "external"
    yield OK, f"PostgreSQL {version} ({kind})"
    if encoding != "UTF8" or not reads_arabic:
        yield (
            WRONG,
            "The database does not know Arabic letters.",
            "Make it anew with UTF8 and the C.UTF-8 ctype.",
        )


def roles() -> Said:
    preparing.refuse_wrong_role(Path(settings.WASL_HOME))
    with connection.cursor() as cursor:
        for table, rights in grants.revoked_rights().items():
            cursor.execute("SELECT has_table_privilege(%s, %s)", [table, f"{rights}, TRUNCATE"])
            if cursor.fetchone()[0]:
                yield (
                    WRONG,
                    f"The role that serves may change {table}.",
                    "Run `wasl migrate`; it sets the rights anew.",
                )
    yield OK, "The role that serves owns nothing and can only add to the trail"


def migrations() -> Said:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        yield WRONG, f"{len(waiting)} migrations wait.", "Run `wasl migrate`."
    elif not preparing.is_prepared(Path(settings.WASL_HOME)):
        yield WRONG, "Rights or served files are of another version.", "Run `wasl migrate`."
    else:
        yield OK, "Tables, rights and served files are of this version"


def fonts() -> Said:
    folder = Path(
        getattr(settings, "PAPERS_FONT_FOLDER", "")
        or str(files("fontpkg_ibm_plex_sans_arabic") / "files")
    )
    source = b'#set text(font: "IBM Plex Sans Arabic", lang: "ar")\n' + "وصل".encode()
    # The stubs want the source and the folders to be of one type.
    typst.compile(source, font_paths=[str(folder)], ignore_system_fonts=True)  # type: ignore[misc]
    if not any(folder.glob("*.ttf")):
        yield WRONG, f"No Arabic font in {folder}.", "Run `make run` again; it installs what lacks."
    else:
        yield OK, "The Arabic font is there and papers can be set"


def clocks() -> Said:
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        apart = abs((clock.real_now() - cursor.fetchone()[0]).total_seconds())
    if apart > 5:
        yield (
            WRONG,
            f"This machine and the database are {apart:.0f} s apart.",
            "Switch time synchronisation on at both.",
        )
    else:
        yield (
            OK,
            f"Today is {clock.today():%Y-%m-%d} in Riyadh; this machine and the database agree",
        )
    if clock.OFFSET:
        yield (
            WRONG,
            f"The clock is moved by {clock.OFFSET}, as in a test.",
            "Unset WASL_CLOCK_OFFSET and start again.",
        )
    association = Association.objects.first()
    if association and association.clock_ahead_days:
        yield NOTE, f"The sample's clock is {association.clock_ahead_days} days ahead."


def calendar() -> Said:
    for (year, month, day), gregorian in KNOWN_DAYS.items():
        if Hijri(year, month, day).to_gregorian() != gregorian:
            yield (
                WRONG,
                f"The Hijri table is wrong at {year}/{month}/{day}.",
                "Install the pinned hijridate again.",
            )
    ahead = clock.today() + timedelta(days=3 * 365)
    hijri = Gregorian(ahead.year, ahead.month, ahead.day).to_hijri()
    yield (
        OK,
        f"The Hijri table is right at {len(KNOWN_DAYS)} known days and reaches past {hijri.year}",
    )


def queue() -> Said:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXTRACT(epoch FROM now() - max(last_heartbeat)) FROM procrastinate_workers"
        )
        beat = cursor.fetchone()[0]
        cursor.execute(
            "SELECT count(*) FILTER (WHERE status = 'failed'), EXTRACT(epoch FROM now() - min("
            "COALESCE(scheduled_at, now())) FILTER (WHERE status = 'todo' AND "
            "scheduled_at < now()))"
            " FROM procrastinate_jobs"
        )
        failed, waiting = cursor.fetchone()
    serving = _serves()
    if beat is not None and beat < 60:
        yield OK, f"A worker is at work (heard {beat:.0f} s ago)"
    elif serving:
        yield (
            WRONG,
            "The site serves but no worker is at work.",
            "See logs/worker.log; restart `wasl up`.",
        )
    else:
        yield NOTE, "The site is not running.", "`wasl up` starts it."
    if failed:
        yield NOTE, f"{failed} jobs failed for good.", "See logs/worker.log for the reasons."
    if waiting and waiting > 600 and serving:
        yield (
            WRONG,
            f"A job waits since {waiting / 60:.0f} minutes.",
            "See logs/worker.log; restart `wasl up`.",
        )


def trail() -> Said:
    late = audit.unsealed().filter(recorded_at__lt=clock.real_now() - timedelta(minutes=1)).count()
    if late and _serves():
        yield (
            WRONG,
            f"{late} events are unsealed for over a minute.",
            "The worker seals them: see logs/worker.log.",
        )
    else:
        yield OK, "The trail is sealed; `wasl audit verify` walks it whole"


def sealing_keys() -> Said:
    lacking = keys.missing()
    if lacking:
        named = ", ".join(key.fingerprint for key in lacking)
        yield (
            WRONG,
            (
                f"The keys file lacks keys of this database ({named}): encrypted values cannot be "
                "read, nothing is saved."
            ),
            (
                f"Restore {settings.KEYS_FILE} from the backup; nothing is lost, and no "
                "restart is needed."
            ),
        )
    elif len(crypto.keyring().field_keys) > 1:
        yield (
            NOTE,
            "A renewal of keys was begun and not finished.",
            "Run `wasl keys rotate`; it goes on.",
        )
    else:
        yield OK, "The keys file is this database's own"


def pending_ratings() -> Said:
    if kinds := ratings.unopened():
        yield (
            NOTE,
            (
                f"What was pending cannot be read ({', '.join(kinds)}): its key is not in "
                f"{settings.PASSING_KEYS}."
            ),
            "After a restore this is so: at most 64 answers are lost, and the next minute begins "
            "anew. Else mount the"
            " folder of keys that all machines of this association share, before the "
            "site is started.",
        )
    elif (day := ratings.last_loss()) is not None:
        yield (
            NOTE,
            f"Answers that were not counted yet were lost, last on {day}: their key was not there.",
        )
    else:
        yield OK, "Answers that are not counted yet can be read"


def issued_papers() -> Said:
    if numbers := papers.harmed():
        named = ", ".join(numbers[:5])
        yield (
            WRONG,
            f"Stored files of papers are gone or changed: {named}.",
            "Restore them from the backup.",
        )
    else:
        yield OK, "The latest papers are as they were issued"


def disk() -> Said:
    usage = shutil.disk_usage(settings.WASL_HOME)
    free = f"{usage.free / GIGABYTE:.1f} GB free where {settings.WASL_HOME} lies"
    if usage.free < GIGABYTE:
        yield WRONG, free, "Free some space: below this the database may stop."
    elif usage.free < usage.total * 0.05:
        yield NOTE, free, "Less than a twentieth is free; plan for more."
    else:
        yield OK, free


def mailbox() -> Said:
    association = Association.objects.first()
    sample = association is None or association.is_sample
    try:
        get_connection().open()
        yield OK, f"The mail server {settings.EMAIL_HOST}:{settings.EMAIL_PORT} answers"
    except (OSError, smtplib.SMTPException) as error:
        if sample and not _serves():
            yield NOTE, "The sample's mailbox is not running.", "`wasl up --sample` starts it."
        else:
            yield (
                WRONG,
                f"The mail server does not answer: {error}",
                "Check WASL_SMTP_HOST, _PORT, _USER and _PASSWORD.",
            )
    if not sample and settings.SMS_GATEWAY["app_sid"] == "sample":
        yield (
            WRONG,
            "No SMS gateway is configured.",
            "Set WASL_SMS_URL, WASL_SMS_APP_SID and WASL_SMS_SENDER.",
        )


def association() -> Said:
    existing = Association.objects.first()
    if existing:
        yield OK, f"The association is set up: {existing.name_ar}"
    else:
        code_file = first_code.kept_in()
        yield (
            NOTE,
            "No association is set up yet.",
            f"`wasl up`, then open {environment.address()}/account/found/ with the code in {code_file}.",
        )


def policy() -> Said:
    """Whether requests have days to go by: a term that their policy lacks holds up every one of
    them.
    """
    version = governance.procedure()
    if version is None:
        yield (
            NOTE,
            "No relationship policy is in force; no request can be received.",
            "See the page of first steps.",
        )
        return
    lacking = [
        incomplete_version
        for incomplete_version in governance.incomplete()
        if incomplete_version.state != State.SUPERSEDED or _is_waited_for(incomplete_version)
    ]
    with translation.override("en"):
        for incomplete_version in lacking:
            address = f"{environment.address()}{terms.terms_address(incomplete_version)}"
            lacks = ", ".join(str(label) for label in terms.missing_labels(incomplete_version))
            do = (
                "A meeting of the board sets them; whoever keeps the policies "
                f"({terms.keepers()}) enters them: {address}"
            )
            state = NOTE if incomplete_version.state == State.APPROVED else WRONG
            yield (
                state,
                f"Version {incomplete_version.number} of the relationship policy does not say: {lacks}.",
                do,
            )
    if not version.clauses.exclude(serves="").exists():
        address = f"{environment.address()}/library/drafts/{version.pk}/links/"
        yield (
            NOTE,
            "No clause of the policy is linked, so people are shown no rights and duties.",
            f"Link them: {address}",
        )
    if version.published_at is None:
        yield (
            NOTE,
            "The policy in force is not published.",
            "Whoever keeps the policies publishes it.",
        )
    if not lacking:
        yield (
            OK,
            (
                f"Version {version.number} of the relationship policy is in force with every term "
                "requests go by"
            ),
        )


def _is_waited_for(version: PolicyVersion) -> bool:
    """Whether a request that is still open goes by this version."""
    return Case.objects.open().filter(policy_version=version).exists()


def _serves() -> bool:
    try:
        urllib.request.urlopen(
            f"http://127.0.0.1:{environment.port()}/robots.txt", timeout=5
        ).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


CHECKS: tuple[Callable[[], Said], ...] = (
    configuration,
    database,
    roles,
    migrations,
    fonts,
    clocks,
    calendar,
    queue,
    trail,
    sealing_keys,
    pending_ratings,
    issued_papers,
    disk,
    mailbox,
    association,
    policy,
)
