"""Who stands behind a visit to the public site: proven by a code to a mobile, remembered in the
session only (ADR 42).

A code proves a mobile, never an ID. It always goes to the mobile that was typed, and is bound to it
and to the ID. Then one's own file opens, where the mobile is registered for that ID; everybody else
gets a blank form and makes a claim. Until the code came back every page is the same, so that nobody
learns who is known here.
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
from wasl.beneficiaries import policies as beneficiary_policies
from wasl.beneficiaries import queries as people
from wasl.beneficiaries.models import IdentityClaim, Person
from wasl.cases import queries as cases
from wasl.cases.models import Case
from wasl.common.crypto import LostKey, blind, seal, unseal
from wasl.common.verdicts import Refused
from wasl.messaging import actions as messaging
from wasl.messaging import policies as messaging_policies
from wasl.messaging import queries as outbox
from wasl.messaging.models import CodePurpose

ASKED, WHO, UNTIL = "portal_claim", "portal_applicant", "portal_until"
LASTS = min(2 * 3600, settings.SESSION_COOKIE_AGE)


@dataclass(frozen=True)
class Applicant:
    """A proven mobile: of a known person, of a claim (perhaps for one case only), or of somebody
    who claims nothing yet.
    """

    person: Person | None
    id_number: str = ""
    mobile: str = ""
    only_case: int | None = None
    seconds: int = LASTS

    @property
    def mark(self) -> str:
        """What tells one reader of a shared device from the next; nothing for somebody not in the
        register.
        """
        return f"person-{self.person.pk}" if self.person else ""

    @property
    def claim(self) -> IdentityClaim | None:
        """The claim of this visit that nobody has proven yet."""
        claim = people.claim_of(self.person) if self.person else None
        return claim if claim and claim.is_open else None

    def cases(self) -> Any:
        """The cases this visit may open."""
        if self.person is None:
            return Case.objects.none()
        own = Case.objects.filter(person__in=people.files_of(self.person.pk))
        return own.filter(pk=self.only_case) if self.only_case else own


class ApplicantRequest(HttpRequest):
    """A request of a proven applicant."""

    applicant: Applicant


def ask_code(
    session: SessionBase, *, id_number: str, mobile: str, address: str, at: datetime
) -> None:
    """Somebody says who they are: send the code to the mobile they typed. Raises `Refused` for too
    busy an address.

    Whether the file is theirs is found out here only to choose the budget of the code: a stranger's
    claims use up nobody's own codes. Beyond three IDs a month that its holder proved, a mobile gets
    no further code, and the page stays the same; what others only typed does not count, or three
    guesses would shut out a newcomer for a month.
    """
    subject = f"identify:{blind(f'{id_number}:{mobile}', 'identify')}"
    is_own = people.opener(id_number, mobile, at) is not None
    purpose = CodePurpose.OPEN_FILE if is_own else CodePurpose.VERIFY_MOBILE
    claimed = outbox.subjects_proven_since(
        CodePurpose.VERIFY_MOBILE, outbox.mobile_mark(mobile), at - people.MONTH
    )
    is_beyond = not is_own and subject not in claimed and len(claimed) >= people.IDS_A_MONTH
    proves = {"id": seal(id_number), "mobile": seal(mobile), "case": None}
    _ask(session, purpose, subject, mobile, proves, address=address, at=at, decoy=is_beyond)


def ask_case_code(
    session: SessionBase, *, reference: str, mobile: str, address: str, at: datetime
) -> None:
    """Somebody names a request and a mobile: a code goes out only when they belong together."""
    case = cases.by_reference_and_mobile(reference, mobile)
    subject = f"track:{blind(f'{reference}:{mobile}', 'track')}"
    proves = {"id": "", "mobile": seal(mobile), "case": case.pk if case else None}
    is_open = case is not None and not case.person.survivor.has_died
    _ask(
        session,
        CodePurpose.TRACK,
        subject,
        mobile,
        proves,
        address=address,
        at=at,
        decoy=not is_open,
    )


def ask_again(session: SessionBase, *, address: str, at: datetime) -> int:
    """Send the code of this visit anew; answers how many seconds are still to wait, 0 where it was
    sent.
    """
    if not (code_request := session.get(ASKED)):
        return 0
    if wait := seconds_to_wait(session, at):
        return wait
    proves = {key: code_request[key] for key in ("id", "mobile", "case")}
    target = _opened(code_request["mobile"])
    _ask(
        session,
        code_request["purpose"],
        code_request["subject"],
        target,
        proves,
        address=address,
        at=at,
        decoy=code_request["decoy"],
    )
    return 0


def seconds_to_wait(session: SessionBase, at: datetime) -> int:
    """How long until this visit may ask for its code again, counted from its own asking alone."""
    if not (code_request := session.get(ASKED)):
        return 0
    passed = at - datetime.fromisoformat(code_request["at"])
    left = outbox.RESEND_AFTER - passed if passed >= timedelta() else outbox.RESEND_AFTER
    return max(int(left.total_seconds()), 0)


def confirm(session: SessionBase, *, code: str, at: datetime) -> None:
    """The code came back: this visit now stands for what was asked. Raises `Refused`, with the same
    words always.
    """
    code_request = session.get(ASKED)
    wrong = Refused(_("The code is not right, or it is too old. Ask for a new one."))
    mobile = _opened(code_request["mobile"]) if code_request else ""
    if not code_request or not mobile:
        raise wrong
    try:
        messaging.check_code(
            purpose=code_request["purpose"],
            subject=code_request["subject"],
            mobile=mobile,
            code=code,
            at=at,
        )
    except Refused:
        raise wrong from None
    if code_request["decoy"]:  # only now, so that a wrong code takes as long whoever was named
        raise wrong
    session.cycle_key()
    del session[ASKED]
    session[WHO] = (
        _case_visit(code_request) if code_request["case"] else _own_visit(code_request, mobile, at)
    )
    _begin(session)


def _own_visit(code_request: dict[str, Any], mobile: str, at: datetime) -> dict[str, Any]:
    """One's own file where the mobile is registered for the ID; else what was proven, and nobody
    yet.
    """
    person = people.opener(_opened(code_request["id"]), mobile, at)
    if person is None:
        return {"person": None, "id": code_request["id"], "mobile": code_request["mobile"]}
    beneficiaries.confirm_mobile(person=person, by=None, at=at)
    return {"person": person.pk}


def _case_visit(code_request: dict[str, Any]) -> dict[str, Any]:
    case = Case.objects.select_related("person__merged_into").get(pk=code_request["case"])
    return {"person": case.person.survivor.pk, "case": case.pk}


def settle(session: SessionBase, claim: IdentityClaim) -> None:
    """The newcomer made a claim: the visit stands for it, and for nobody else's file."""
    session[WHO] = {"person": claim.person_id, "claim": True}


def leave(session: SessionBase) -> None:
    """End the visit."""
    session.pop(WHO, None)
    session.pop(ASKED, None)


def applicant_of(request: HttpRequest) -> Applicant | None:
    """The proven applicant of this visit, if any."""
    visit = request.session.get(WHO)
    if not visit:
        return None
    person = _standing(visit.get("person"))
    if person and (person.has_died or not beneficiary_policies.may_still_be_proven(person)):
        return None
    id_number, mobile = _opened(visit.get("id")), _opened(visit.get("mobile"))
    if person is None and not (id_number and mobile):
        return None
    # A claim whose file was joined to the owner's opens nothing of the owner's: they prove
    # themselves anew.
    if visit.get("claim") and person and person.pk != visit["person"]:
        return None
    return Applicant(person, id_number, mobile, visit.get("case"), _prolong(request.session))


def _opened(token: str | None) -> str:
    """What the session keeps sealed; nothing where no key at hand opens it, so that the visitor
    proves it anew.
    """
    try:
        return unseal(token) if token else ""
    except LostKey:
        return ""


def _standing(person_id: int | None) -> Person | None:
    """The file that stands for whom this visit proved to be; it may have been merged into another
    meanwhile.
    """
    if not person_id:
        return None
    joined = ("claim", "merged_into__claim")
    person = Person.objects.select_related(*joined).filter(pk=person_id).first()
    return person.survivor if person else None


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
    """Work prolongs the visit, written at most every five minutes; how many seconds it lasts
    now.
    """
    if session.get(UNTIL, 0) - time.time() < LASTS - min(300, LASTS // 10):
        _begin(session)
    return max(int(session[UNTIL] - time.time()), 1)


def applicant_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open the page to a proven applicant, as `request.applicant`; others prove themselves first
    and come back.
    """

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
    """To the proof and back: to the page a form of one's own was sent from, else on to where one
    was going.
    """
    next_url, own = request.path, page_of(request)
    if request.method == "POST" and own.startswith(reverse("portal:mine")):
        messages.info(
            request, _("Your visit had ended. Prove your mobile again; what you typed is kept.")
        )
        next_url = own
    return redirect(f"{reverse('portal:identify')}?{urlencode({'next': next_url})}")


def _ask(
    session: SessionBase,
    purpose: str,
    subject: str,
    mobile: str,
    proves: dict[str, Any],
    *,
    address: str,
    at: datetime,
    decoy: bool,
) -> None:
    """Send the code and remember what it proves; a decoy does the same work, reaches nobody and
    proves nothing.
    """
    messaging_policies.can_ask_from(outbox.address_mark(address), at).require()
    earlier = session.get(ASKED)
    is_repeated = bool(earlier and earlier["subject"] == subject and seconds_to_wait(session, at))
    session[ASKED] = {
        **proves,
        "purpose": str(purpose),
        "subject": subject,
        "at": earlier["at"] if earlier and is_repeated else at.isoformat(),
        "decoy": decoy,
    }
    if is_repeated:
        return
    with contextlib.suppress(
        Refused
    ):  # too many codes: the page stays the same, the earlier code still counts
        messaging.send_code(
            purpose=purpose,
            subject=subject,
            mobile=mobile,
            at=at,
            language=get_language() or "ar",
            address=address,
            decoy=decoy,
        )
