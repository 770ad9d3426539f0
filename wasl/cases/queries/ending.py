"""Documents about to end, of people with open cases, so that they are renewed in time (PRO-4)."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wasl.accounts.models import User
from wasl.beneficiaries.models.documents import Document
from wasl.cases.queries.lists import PAGE, SOON, Page, Wanted, narrowed
from wasl.cases.queries.rows import address
from wasl.common.bilingual import pick
from wasl.common.templatetags import wasl as show
from wasl.common.text import whole_number

COLUMNS = (
    "pk", "expires_date", "person_id", "person__full_name", "document_type_id",
    "document_type__name_ar", "document_type__name_en",
)  # fmt: skip


def ending(user: User, filters: Wanted, day: date) -> Any:
    """Return valid documents of the people in these cases that end within a month.

    Documents that were renewed are left out.
    """
    asking = narrowed(user, filters, day).filter(person=OuterRef("person"))
    # A newer document of the same kind is the renewal.
    renewed = Document.objects.filter(
        person=OuterRef("person"),
        document_type=OuterRef("document_type"),
        added_at__gt=OuterRef("added_at"),
    )
    soon = Document.objects.filter(
        expires_date__gte=day, expires_date__lte=day + timedelta(days=SOON)
    )
    return soon.filter(Exists(asking), ~Exists(renewed))


def expiring(user: User, filters: Wanted, day: date, after: str = "", before: str = "") -> Page:
    """Return a page of documents that end soon, the first to end on top."""
    documents = ending(user, filters, day)
    if key := _read(before):
        back = documents.filter(Q(expires_date__lt=key[0]) | Q(expires_date=key[0], pk__lt=key[1]))
        rows = [
            _row(document, day)
            for document in back.order_by("-expires_date", "-pk").values(*COLUMNS)[: PAGE + 1]
        ]
        if len(rows) > PAGE:
            page = rows[:PAGE][::-1]
            return Page(page, page[0]["place"], page[-1]["place"])
    elif key := _read(after):
        documents = documents.filter(
            Q(expires_date__gt=key[0]) | Q(expires_date=key[0], pk__gt=key[1])
        )
    rows = [
        _row(document, day)
        for document in documents.order_by("expires_date", "pk").values(*COLUMNS)[: PAGE + 1]
    ]
    page = rows[:PAGE]
    more = page[-1]["place"] if len(rows) > PAGE else ""
    return Page(page, page[0]["place"] if _read(after) and page else "", more)


def _row(document: dict[str, Any], day: date) -> dict[str, Any]:
    person, ends = document["person_id"], document["expires_date"]
    left = (ends - day).days
    renew = f"{address('beneficiaries:add_document', person)}?type={document['document_type_id']}"
    return {
        "place": f"{ends.isoformat()}_{document['pk']}",
        "url": address("beneficiaries:detail", person),
        "person": show.name(document["person__full_name"]),
        "document": pick(document["document_type__name_ar"], document["document_type__name_en"]),
        "day": show.hijri(ends),
        "left": ngettext("in %(count)s day", "in %(count)s days", left) % {"count": left}
        if left
        else _("today"),
        "tone": "wait" if left <= 7 else "",
        "renew": renew,
    }


def _read(key: str) -> tuple[date, int] | None:
    day, _mark, pk = key.partition("_")
    # A key that makes no sense begins at the first page.
    try:
        return (
            (date.fromisoformat(day), number) if (number := whole_number(pk)) is not None else None
        )
    except ValueError:
        return None
