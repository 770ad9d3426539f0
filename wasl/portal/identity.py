"""Who stands behind a visit to the public site: proven by a code to a mobile, remembered in the session only.

A code proves the mobile alone. Somebody already in the register gets it only on the registered mobile; whatever is typed, the
page that follows is the same, so that nobody learns who is known here. ID numbers and mobiles lie in the session sealed.
"""

import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from wasl.accounts.middleware import page_of
from wasl.beneficiaries import actions as beneficiaries
from wasl.beneficiaries import queries as people
from wasl.beneficiaries.models import Person
from wasl.cases import queries as cases
from wasl.cases.models import Case
from wasl.common.crypto import LostKey, blind, seal, unseal
from wasl.common.verdicts import Refused
from wasl.messaging import actions as messaging
from wasl.messaging.models import CodePurpose

CLAIM, WHO, UNTIL = "portal_claim", "portal_applicant", "portal_until"
LASTS = min(2 * 3600, settings.SESSION_COOKIE_AGE)
RESEND = timedelta(seconds=60)


@dataclass(frozen=True)
class Applicant:
    """A proven mobile: of a known person (perhaps for one case only), or of somebody not yet in the register."""

    person: Person | None
    id_number: str = ""
    mobile: str = ""
    only_case: int | None = None
    seconds: int = LASTS

    @property
    def mark(self) -> str:
        """What tells one reader of a shared device from the next; nothing for somebody not in the register."""
        return f"person-{self.person.pk}" if self.person else ""

    def cases(self) -> Any:
        """The cases this visit may open."""
        if self.person is None:
            return Case.objects.none()
        own = Case.objects.filter(person__in=people.files_of(self.person.pk))
        return own.filter(pk=self.only_case) if self.only_case else own


class ApplicantRequest(HttpRequest):
    """A request of a proven applicant."""

    applicant: Applicant


def claim(session: SessionBase, *, id_number: str, mobile: str, at: datetime) -> None:
    """Somebody says who they are: send the code, to the registered mobile where the ID is known."""
    person = people.by_id_number(id_number)
    target = (person.mobile or "") if person else mobile
    subject = f"claim:{blind(id_number, 'claim')}"[:80]
    _ask(session, CodePurpose.VERIFY_MOBILE, subject, target or mobile, at, decoy=not target)
    session[CLAIM] |= {
        "id": seal(id_number),
        "mobile": seal(mobile),
        "person": person.pk if person else None,
        "case": None,
    }


def claim_case(session: SessionBase, *, reference: str, mobile: str, at: datetime) -> None:
    """Somebody names a request and a mobile: a code goes out only when they belong together."""
    case = cases.by_reference_and_mobile(reference, mobile)
    _ask(session, CodePurpose.TRACK, f"track:{reference}", mobile, at, decoy=case is None)
    session[CLAIM] |= {
        "person": case.person.survivor.pk if case else None,
        "case": case.pk if case else None,
        "id": "",
        "mobile": "",
    }


def confirm(session: SessionBase, *, code: str, at: datetime) -> None:
    """The code came back: this visit now stands for that mobile. Raises `Refused`, with the same words in every case."""
    claimed = session.get(CLAIM)
    wrong = Refused(_("The code is not right, or it is too old. Ask for a new one."))
    if not claimed or claimed["decoy"]:
        raise wrong
    target = _opened(claimed["target"])
    try:
        messaging.check_code(purpose=claimed["purpose"], subject=claimed["subject"], mobile=target, code=code, at=at)
    except Refused:
        raise wrong from None
    person = _standing(claimed["person"])
    if person and target == person.mobile:
        beneficiaries.confirm_mobile(person=person, by=None, at=at)
    session.cycle_key()
    del session[CLAIM]
    session[WHO] = {key: claimed.get(key) for key in ("person", "id", "mobile", "case")}
    _begin(session)


def settle(session: SessionBase, person: Person) -> None:
    """The newcomer is in the register now."""
    session[WHO] = {"person": person.pk}


def leave(session: SessionBase) -> None:
    """End the visit."""
    session.pop(WHO, None)
    session.pop(CLAIM, None)


def applicant_of(request: HttpRequest) -> Applicant | None:
    """The proven applicant of this visit, if any."""
    known = request.session.get(WHO)
    if not known:
        return None
    person = _standing(known.get("person"))
    id_number, mobile = _opened(known.get("id")), _opened(known.get("mobile"))
    if person is None and not id_number:
        return None
    return Applicant(person, id_number, mobile, known.get("case"), _prolong(request.session))


def _opened(token: str | None) -> str:
    """What the session keeps sealed; nothing where no key at hand opens it, so that the visitor proves it anew."""
    try:
        return unseal(token) if token else ""
    except LostKey:
        return ""


def _standing(person_id: int | None) -> Person | None:
    """The file that stands for whom this visit proved to be; it may have been merged into another meanwhile."""
    found = Person.objects.select_related("merged_into").filter(pk=person_id).first() if person_id else None
    return found.survivor if found else None


def stay(session: SessionBase) -> bool:
    """Begin the visit's time anew; False when there is none any more."""
    if not session.get(WHO):
        return False
    _begin(session)
    return True


def _begin(session: SessionBase) -> None:
    session[UNTIL] = int(time.time()) + LASTS
    session.set_expiry(LASTS)


def _prolong(session: SessionBase) -> int:
    """Work prolongs the visit, written at most every five minutes; how many seconds it lasts now."""
    if session.get(UNTIL, 0) - time.time() < LASTS - min(300, LASTS // 10):
        _begin(session)
    return max(int(session[UNTIL] - time.time()), 1)


def applicant_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open the page to a proven applicant, as `request.applicant`; others prove themselves first and come back."""

    @login_not_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        applicant = applicant_of(request)
        if applicant is None:
            return _prove_first(request)
        request.applicant = applicant  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)

    guarded.applicant_only = True  # type: ignore[attr-defined]
    return guarded


def _prove_first(request: HttpRequest) -> HttpResponse:
    """To the proof and back: to the page a form of one's own was sent from, else on to where one was going."""
    there, own = request.path, page_of(request)
    if request.method == "POST" and own.startswith(reverse("portal:mine")):
        messages.info(request, _("Your visit had ended. Prove your mobile again; what you typed is kept."))
        there = own
    return redirect(f"{reverse('portal:identify')}?{urlencode({'next': there})}")


def _ask(session: SessionBase, purpose: str, subject: str, target: str, at: datetime, *, decoy: bool) -> None:
    """Send the code and remember what it proves; a decoy does the same work, reaches nobody and proves nothing."""
    earlier = session.get(CLAIM)
    if earlier and earlier["subject"] == subject and at - datetime.fromisoformat(earlier["at"]) < RESEND:
        return
    session[CLAIM] = {
        "purpose": str(purpose),
        "subject": subject,
        "target": seal(target),
        "at": at.isoformat(),
        "decoy": decoy,
    }
    with contextlib.suppress(Refused):  # too many codes: the page stays the same, the earlier code still counts
        messaging.send_code(
            purpose=purpose, subject=subject, mobile=target, at=at, language=get_language() or "ar", decoy=decoy
        )
