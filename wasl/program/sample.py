"""The sample association: loaded into an empty database, refused on one that holds real data,
harmless to repeat.
"""

import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import transaction
from django.utils.translation import gettext as _

from wasl.accounts import first_code
from wasl.accounts.models import Association, User
from wasl.audit.actions import record
from wasl.beneficiaries.models.person import Person
from wasl.catalogue import defaults as catalogue_defaults
from wasl.common.verdicts import YES, Verdict
from wasl.governance.defaults import READY
from wasl.portal import actions as portal
from wasl.privacy.actions import processing, retention
from wasl.program import answers, circulars, contacts, deals, lives, reference, rights, twice


def sign_ins_file() -> Path:
    """Where the sample's user names and passwords are kept, at mode 0600."""
    return Path(settings.WASL_HOME) / "sample-sign-ins.txt"


def can_load() -> Verdict:
    """Only an empty database, or one that already holds the sample, may be given the sample."""
    association = Association.objects.first()
    if association and not association.is_sample:
        return Verdict(
            _("This database holds a real association; the sample is not loaded into it.")
        )
    if association is None and (Person.objects.exists() or User.objects.exists()):
        return Verdict(_("This database already holds people; the sample is not loaded into it."))
    return YES


def load(at: datetime, *, with_people: bool = True) -> dict[str, str]:
    """Load what is missing of the sample and answer its sign-ins (user name → password); raises
    `Refused`.
    """
    can_load().require()
    passwords = sign_ins()
    with transaction.atomic():
        association = reference.load_association(at)
        fresh = load_staff(passwords)
        load_rules(at)
        retention.load_rules(by=None, at=at)
        processing.load_activities(by=None, at=at)
        if with_people:
            lives.load(at)
            twice.load(at)
            contacts.load(at)
            circulars.load(at)
            rights.load(at)
            portal.publish_figures(by=None, at=at)
            deals.load(at)
        if fresh:
            record(
                verb="program.load_sample",
                subject=association,
                by=None,
                at=at,
                data={"staff": len(fresh)},
            )
    if fresh:
        keep_sign_ins(passwords | fresh)
    return passwords | fresh


def load_staff(passwords: Mapping[str, str]) -> dict[str, str]:
    """The staff, each with a random password; answers the passwords that were made now."""
    new_passwords: dict[str, str] = {}
    for entry in reference.staff():
        username = entry["username"]
        if username in passwords and User.objects.filter(username=username).exists():
            continue
        new_passwords[username] = first_code.readable()
        user = reference.load_user(username)
        user.password = hashed(new_passwords[username])
        user.save(update_fields=["password"])
    reference.load_leads()
    reference.load_committee()
    return new_passwords


def load_rules(at: datetime) -> None:
    """Policies, texts, the catalogue, budgets and the first answers."""
    for name in READY:
        reference.load_document(name, at)
    reference.load_texts()
    catalogue_defaults.load_document_types(at)
    catalogue_defaults.load_reasons(at)
    reference.load_scoring_guide(at)
    for code in reference.service_codes():
        reference.load_service(code, at)
        reference.load_budget(code, at)
    answers.load(at)


def hashed(password: str) -> str:
    """Chance of eighty bits needs no slow hash; at the first sign-in it is hashed anew as every
    password is.
    """
    quick = Argon2PasswordHasher()
    quick.time_cost, quick.memory_cost, quick.parallelism = 1, 8_192, 1
    return str(quick.encode(password, quick.salt()))


def sign_ins() -> dict[str, str]:
    """The sign-ins as kept in the file; empty where there is none."""
    path = sign_ins_file()
    if not path.exists():
        return {}
    return dict(
        line.split("\t")[:2]
        for line in path.read_text(encoding="utf-8").splitlines()
        if "\t" in line
    )


def keep_sign_ins(passwords: Mapping[str, str]) -> None:
    """Write the sign-ins where only this account of the machine can read them."""
    roles = {entry["username"]: entry["role"] for entry in reference.staff()}
    lines = [
        f"{username}\t{password}\t{roles.get(username, '')}\n"
        for username, password in passwords.items()
    ]
    path = sign_ins_file()
    draft = path.with_suffix(".new")
    with os.fdopen(
        os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
    ) as file:
        file.writelines(lines)
    draft.chmod(0o600)
    draft.replace(path)
