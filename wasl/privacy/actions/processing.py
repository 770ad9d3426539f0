"""The record of processing: load what is shipped, describe activities, export (PRE-6)."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.audit.actions import record
from wasl.common.clock import day_of
from wasl.common.spreadsheets import Sheet
from wasl.common.verdicts import Refused
from wasl.papers.kinds import Kind
from wasl.papers.queries import printable
from wasl.privacy import paperwork, policies
from wasl.privacy.defaults import shipped
from wasl.privacy.models.processing import LegalBasis, ProcessingActivity
from wasl.privacy.queries import processing

# The columns that the constraint `processing_is_explained` requires.
TOLD = ("name_ar", "purpose", "whom", "recipients")


@transaction.atomic
def load_activities(*, by: User | None, at: datetime) -> int:
    """Create shipped activities whose code is missing, and return how many were created."""
    existing_codes = set(ProcessingActivity.objects.values_list("code", flat=True))
    fresh = []
    for entry in shipped()["activities"]:
        # A copy, since `shipped()` is cached and `pop` would change it.
        data = dict(entry)
        name_ar, name_en = data.pop("name")
        if data["code"] not in existing_codes:
            data |= {"measures": shipped()["measures"], "changed_at": at, "changed_by": by}
            fresh.append(ProcessingActivity(name_ar=name_ar, name_en=name_en, **data))
    ProcessingActivity.objects.bulk_create(fresh)
    return len(fresh)


@transaction.atomic
def add_activity(*, data: dict[str, Any], by: User, at: datetime) -> ProcessingActivity:
    """Add an activity of the association outside the software, such as cameras or salaries."""
    policies.can_handle(by).require()
    # The prefix "own-" marks activities whose data kinds people choose (`ActivityForm`).
    activity = ProcessingActivity(
        **data, code=f"own-{at:%Y%m%d%H%M%S}", changed_at=at, changed_by=by
    )
    _refuse_untold(activity)
    activity.save()
    record(verb="privacy.add_activity", subject=activity, by=by, at=at)
    return activity


@transaction.atomic
def describe_activity(
    *, activity: ProcessingActivity, changes: dict[str, Any], by: User, at: datetime
) -> ProcessingActivity:
    """Change the purpose, ground, recipients or retention of an activity."""
    policies.can_handle(by).require()
    activity = ProcessingActivity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    changed = sorted(name for name, value in changes.items() if getattr(activity, name) != value)
    for name in changed:
        setattr(activity, name, changes[name])
    _refuse_untold(activity)
    if changed:
        activity.changed_at, activity.changed_by = at, by
        activity.save()
        data = {"code": activity.code, "fields": changed}
        record(verb="privacy.describe_activity", subject=activity, by=by, at=at, data=data)
    return activity


def _refuse_untold(activity: ProcessingActivity) -> None:
    if activity.basis not in LegalBasis.values:
        raise Refused(_("Choose on which ground the law allows it."))
    if not all(getattr(activity, name).strip() for name in TOLD):
        raise Refused(
            _("Say what it is called, what it is for, whose data it uses and who receives them.")
        )


@transaction.atomic
def export_processing(*, by: User, at: datetime) -> list[Sheet]:
    """Return the record as Excel sheets for the authority or a reviewer, and record the export."""
    policies.can_handle(by).require()
    record(verb="privacy.export_processing", subject=by, by=by, at=at, data={"form": "excel"})
    return processing.processing_sheets(by, at)


@transaction.atomic
def print_processing(*, by: User, at: datetime) -> bytes:
    """Return the record as an Arabic PDF under the letterhead; the export is recorded."""
    policies.can_handle(by).require()
    record(verb="privacy.export_processing", subject=by, by=by, at=at, data={"form": "pdf"})
    data = paperwork.processing(by, at)
    return printable(Kind.PROCESSING_RECORD, title=paperwork.PROCESSING, data=data, day=day_of(at))
