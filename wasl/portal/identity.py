"""The identity behind a visit to the public site: proven by a code to a mobile, stored in the
session only (ADR 42).

A code proves a mobile, never an ID. It always goes to the mobile that was typed, and is bound to
that mobile and to the ID. Then the person's own file opens, if the mobile is registered for that
ID. Everybody else gets a blank form and makes a claim. Until the code was returned every page is
the same, so that nobody learns who is in the register.
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
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from wasl.accounts.middleware import page_of
from wasl.beneficiaries import policies as beneficiary_policies
from wasl.beneficiaries.actions import registering
from wasl.beneficiaries.models.claims import IdentityClaim
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.queries import claims, pointing
from wasl.cases.models.case import Case
from wasl.cases.queries import rows
from wasl.common.crypto import LostKey, blind, seal, unseal
from wasl.common.verdicts import Refused
from wasl.messaging import actions as messaging
from wasl.messaging import policies as messaging_policies
from wasl.messaging import queries as outbox
from wasl.messaging.models import CodePurpose

# Keys of the session.
ASKED, WHO, UNTIL = "portal_claim", "portal_applicant", "portal_until"
# In seconds: two hours, or less where sessions end sooner.
LASTS = min(2 * 3600, settings.SESSION_COOKIE_AGE)


@dataclass(frozen=True)
class Applicant:
    """A proven mobile: of a known person, of a claim (perhaps for one case only), or of somebody
    without a claim yet.
    """

    person: Person | None
    id_number: str = ""
    mobile: str = ""
    only_case: int | None = None
    seconds: int = LASTS

    @property
    def mark(self) -> str:
        """A mark that tells one reader of a shared device from the next; "" for somebody not in the
        register.
        """
        return f"person-{self.person.pk}" if self.person else ""

    @property
    def claim(self) -> IdentityClaim | None:
        """The open claim of this visit; None when there is none or it is proven."""
        claim = claims.claim_of(self.person) if self.person else None
        return claim if claim and claim.is_open else None

    def cases(self) -> QuerySet[Case]:
        """Return the cases this visit may open."""
        if self.person is None:
            return Case.objects.none()
        own = Case.objects.filter(person__in=pointing.files_of(self.person.pk))
        return own.filter(pk=self.only_case) if self.only_case else own


class ApplicantRequest(HttpRequest):
    """A request of a proven applicant."""

    applicant: Applicant


def ask_code(
    session: SessionBase, *, id_number: str, mobile: str, address: str, at: datetime
) -> None:
    """Send a code to the mobile somebody typed with an ID. Raises `Refused` when an address asks
    too often.

    Whether the file is theirs is looked up here only to choose the budget of the code: a stranger's
    claims use up nobody's own codes. A mobile that proved three IDs within a month gets no further
    code, and the page stays the same. IDs that were only typed do not count, or three guesses would
    shut out a newcomer for a month.
    """
    # A keyed hash, so that the table of codes names nobody's ID.
    subject = f"identify:{blind(f'{id_number}:{mobile}', 'identify')}"
    is_own = claims.opener(id_number, mobile, at) is not None
    purpose = CodePurpose.OPEN_FILE if is_own else CodePurpose.VERIFY_MOBILE
    claimed = outbox.subjects_proven_since(
        CodePurpose.VERIFY_MOBILE, outbox.mobile_mark(mobile), at - claims.MONTH
    )
    # An ID proven before may be proven again: only a fourth one is refused.
    is_beyond = not is_own and subject not in claimed and len(claimed) >= claims.IDS_A_MONTH
    proves = {"id": seal(id_number), "mobile": seal(mobile), "case": None}
    _ask(session, purpose, subject, mobile, proves, address=address, at=at, decoy=is_beyond)


def ask_case_code(
    session: SessionBase, *, reference: str, mobile: str, address: str, at: datetime
) -> None:
    """Ask for a code by request number and mobile; it is sent only when they belong together."""
    case = rows.by_reference_and_mobile(reference, mobile)
    subject = f"track:{blind(f'{reference}:{mobile}', 'track')}"
    proves = {"id": "", "mobile": seal(mobile), "case": case.pk if case else None}
    # The visit would open the survivor's file, so the survivor's death counts, not the merged
    # file's.
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
    """Send the code of this visit again.

    Return the seconds still to wait; 0 when it was sent or no code was requested.
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
    """Return how long until this visit may ask for its code again, counted from its own request
    alone.
    """
    if not (code_request := session.get(ASKED)):
        return 0
    passed = at - datetime.fromisoformat(code_request["at"])
    # Counted from the session, not from the codes sent: a decoy sends none, and must wait as long.
    # A clock set back counts as no time passed.
    left = outbox.RESEND_AFTER - passed if passed >= timedelta() else outbox.RESEND_AFTER
    return max(int(left.total_seconds()), 0)


def confirm(session: SessionBase, *, code: str, at: datetime) -> None:
    """Accept the returned code: the visit now has the identity it asked for.

    Raises `Refused`, always with the same words.
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
    # Which check failed would tell whether a code exists, so the reason is replaced.
    except Refused:
        raise wrong from None
    # Refused only here, so that a wrong code takes equally long for everybody.
    if code_request["decoy"]:
        raise wrong
    # A new session key, so that a key planted before the proof opens nothing after it.
    session.cycle_key()
    del session[ASKED]
    session[WHO] = (
        _case_visit(code_request) if code_request["case"] else _own_visit(code_request, mobile, at)
    )
    _begin(session)


def _own_visit(code_request: dict[str, Any], mobile: str, at: datetime) -> dict[str, Any]:
    """Return the visit of the person's own file if the mobile is registered for the ID; else only
    what was proven.
    """
    person = claims.opener(_opened(code_request["id"]), mobile, at)
    if person is None:
        return {"person": None, "id": code_request["id"], "mobile": code_request["mobile"]}
    registering.confirm_mobile(person=person, by=None, at=at)
    return {"person": person.pk}


def _case_visit(code_request: dict[str, Any]) -> dict[str, Any]:
    case = Case.objects.select_related("person__merged_into").get(pk=code_request["case"])
    return {"person": case.person.survivor.pk, "case": case.pk}


def settle(session: SessionBase, claim: IdentityClaim) -> None:
    """Bind the visit to the claim the newcomer made, and to nobody else's file."""
    session[WHO] = {"person": claim.person_id, "claim": True}


def leave(session: SessionBase) -> None:
    """End the visit."""
    session.pop(WHO, None)
    session.pop(ASKED, None)


def applicant_of(request: HttpRequest) -> Applicant | None:
    """Return the proven applicant of this visit; None when there is none."""
    visit = request.session.get(WHO)
    if not visit:
        return None
    person = _standing(visit.get("person"))
    # Asked at every page: the death or the lapse of the claim may come during the visit.
    if person and (person.has_died or not beneficiary_policies.may_still_be_proven(person)):
        return None
    id_number, mobile = _opened(visit.get("id")), _opened(visit.get("mobile"))
    if person is None and not (id_number and mobile):
        return None
    # When the claim's file was merged into the owner's, this visit must not open the owner's file:
    # they prove themselves again.
    if visit.get("claim") and person and person.pk != visit["person"]:
        return None
    return Applicant(person, id_number, mobile, visit.get("case"), _prolong(request.session))


def _opened(token: str | None) -> str:
    """Return a sealed value of the session; "" when no available key opens it, so that it is proven
    again.
    """
    try:
        return unseal(token) if token else ""
    except LostKey:
        return ""


def _standing(person_id: int | None) -> Person | None:
    """Return the surviving file of the person this visit proved; the file may have been merged
    meanwhile.
    """
    if not person_id:
        return None
    joined = ("claim", "merged_into__claim")
    person = Person.objects.select_related(*joined).filter(pk=person_id).first()
    return person.survivor if person else None


def stay(session: SessionBase) -> bool:
    """Restart the time of the visit; return False when there is none any more."""
    if not session.get(WHO):
        return False
    _begin(session)
    return True


def _begin(session: SessionBase) -> None:
    session[UNTIL] = int(time.time()) + LASTS
    session.set_expiry(LASTS)


def _prolong(session: SessionBase) -> int:
    """Prolong the visit while somebody works, and return the seconds it lasts now.

    It is written at most every five minutes.
    """
    # Written seldom, so that reading a page stays a read.
    if session.get(UNTIL, 0) - time.time() < LASTS - min(300, LASTS // 10):
        _begin(session)
    return max(int(session[UNTIL] - time.time()), 1)


def applicant_required(
    view: Callable[..., HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Open the page to a proven applicant, as `request.applicant`; send others to the proof and
    back.
    """

    @login_not_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        applicant = applicant_of(request)
        if applicant is None:
            return _prove_first(request)
        request.applicant = applicant  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)

    return guarded


def _prove_first(request: HttpRequest) -> HttpResponse:
    """Redirect to the proof and back: to the page whose form was sent, else to the page
    requested.
    """
    next_url, own = request.path, page_of(request)
    # A POST cannot be repeated after the proof, so return to the form; what was typed stays in the
    # tab (ADR 21).
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
    """Send the code and store what it proves.

    A decoy does the same work, reaches nobody and proves nothing.
    """
    # The only limit that is told to the visitor: it counts all requests of an address alike, so it
    # says nothing about who is in the register (ADR 42).
    messaging_policies.can_ask_from(outbox.address_mark(address), at).require()
    earlier = session.get(ASKED)
    # The same request within the wait sends nothing and keeps its time, so that sending a form
    # twice does not prolong the wait.
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
    # Too many codes: the page stays the same, and the earlier code still counts.
    with contextlib.suppress(Refused):
        messaging.send_code(
            purpose=purpose,
            subject=subject,
            mobile=mobile,
            at=at,
            language=get_language() or "ar",
            address=address,
            decoy=decoy,
        )
