"""What an applicant sees of their own request: the stage in plain words, what is wanted, and what was answered."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from wasl.beneficiaries import queries as people
from wasl.cases import queries as cases
from wasl.cases import values
from wasl.cases.models import Case
from wasl.cases.states import STEPS, Status
from wasl.committees.models import Decision
from wasl.delivery.models import Handover
from wasl.grievances.models import Objection
from wasl.interactions.models import Referral
from wasl.letters.models import LetterFile
from wasl.papers.models import Paper


@dataclass(frozen=True)
class Wanted:
    """One thing we still need, and the page where it is given."""

    label: str
    link: str


def steps(case: Case) -> list[dict[str, str]]:
    """The nine stages, done, current or to come."""
    place = next((place for place, (_c, _l, held) in enumerate(STEPS) if case.status in held), len(STEPS))
    state = lambda at: "done" if at < place else "current" if at == place else ""  # noqa: E731
    return [{"label": str(label), "state": state(at)} for at, (_code, label, _held) in enumerate(STEPS)]


def wanted(case: Case, day: date) -> list[Wanted]:
    """The exact list of what is missing, each with its page (PRO-3); empty once the request is with us."""
    if case.status not in (Status.DRAFT, Status.RETURNED):
        return []
    return [Wanted(gap.label, _page_of(case, gap)) for gap in cases.missing(case, day)]


def _page_of(case: Case, gap: cases.Missing) -> str:
    if gap.kind == "field":
        return reverse("portal:fill", args=[case.reference, gap.section]) + f"#id_{gap.key}"
    if gap.kind == "signature":
        return reverse("portal:sign", args=[case.reference])
    return reverse("portal:documents", args=[case.reference]) + f"#{gap.key}"


def declared(case: Case) -> list[dict[str, Any]]:
    """Exactly what is declared, section by section, in full: these are the applicant's own answers (PRO-6)."""
    file = cases.file_of(case)
    asked = {one.key for one in file.asked}
    return [
        {
            "title": section.title,
            "code": section.code,
            "facts": [
                {"label": one.label, "value": values.shown(one, file.values.get(one.key, ""), full=True)}
                for one in section.fields
                if one.key in asked
            ],
        }
        for section in file.form.sections
    ]


def papers(case: Case) -> list[Paper]:
    """The papers of this request that are the applicant's to keep: receipts, answers, delivery notes."""
    if not case.submissions:
        return []
    kept = (
        Q(pk__in=case.disclosures.values("receipt_id"))
        | Q(pk__in=case.letters.values("paper_id"))
        | Q(pk__in=Handover.objects.filter(delivery__case=case).values("paper_id"))
        | Q(pk__in=Objection.objects.filter(decision__case=case).values("paper_id"))
    )
    return list(Paper.objects.filter(kept, person_id__in=people.files_of(case.person_id)).order_by("-issued_at"))


def enclosed(case: Case) -> list[LetterFile]:
    """What went with the letters of this request."""
    found = LetterFile.objects.filter(letter__case=case, letter__voided_at=None).exclude(file="")
    return list(found.order_by("letter_id", "order"))


def answered_referrals(case: Case) -> list[Referral]:
    """Questions an executive answered, for this request."""
    return list(Referral.objects.filter(case=case, answered_at__isnull=False).order_by("-id"))


def released_decision(case: Case) -> Decision | None:
    """The answer, once it was released and not before."""
    return (
        Decision.objects.filter(case=case, released_at__isnull=False)
        .select_related("reason_code")
        .order_by("-id")
        .first()
    )


def stage_words(case: Case) -> str:
    """Where the request is, in words that promise no more than they should: a decision is not told before its release."""
    if case.status in (Status.APPROVED, Status.REJECTED, Status.DEFERRED):
        return _("With the research committee")
    return str(case.get_status_display())
