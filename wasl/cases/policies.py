"""Permissions of a case: who may do what, at which stage, what comes first, and why not."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wasl.accounts.models import Department, User
from wasl.accounts.permissions import Permission
from wasl.beneficiaries import policies as beneficiaries
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.models.representing import Representative
from wasl.beneficiaries.queries import claims, file
from wasl.beneficiaries.queries.roles import is_member
from wasl.cases.models.assessment import NeedAssessment
from wasl.cases.models.case import Case, Outcome, SavedFilter, Sharing
from wasl.cases.queries import counting, criteria, lists, page, proof
from wasl.cases.queries import file as file_queries
from wasl.cases.queries import need as need_queries
from wasl.cases.states import ALSO, APPLICANTS, FINAL, INSTEAD, NEED_CLASS_LIFECYCLE, VERBS, Status
from wasl.catalogue import policies as catalogue_policies
from wasl.catalogue.models.offered import Service
from wasl.catalogue.queries import offered
from wasl.common.verdicts import YES, Verdict
from wasl.governance.terms import keepers, terms_address

# Only the living applicant can do these, or be asked for them.
THE_APPLICANTS_OWN = frozenset({"declare", "sign", "submit", "return_for_completion"})
# Without a user it is the applicant, or a task of the clock. Without a day no date is judged.
Rule = Callable[[User | None, Case, date | None], Verdict]


def can(user: User | None, verb: str, case: Case, day: date | None = None) -> Verdict:
    """Return whether the user may do this verb to the case now.

    `user` None is the applicant; `day` is the day documents are judged on.
    """
    if not (allowed := _allowed(user, verb, case)):
        return allowed
    if case.status not in VERBS[verb].since:
        return Verdict(
            _("The request is at another stage: %(stage)s.") % {"stage": case.get_status_display()}
        )
    # A merge may leave a case on the merged file; the death is on the file that survives (ADR 26).
    if verb in THE_APPLICANTS_OWN and case.person.survivor.has_died:
        return Verdict(
            _(
                "The applicant has died. Talk to the family; the request is withdrawn, or goes "
                "on without this."
            )
        )
    if verb in APPLICANTS and not (allowed := still_represented(user, case, day)):
        return allowed
    rule = RULES.get(verb)
    return rule(user, case, day) if rule else YES


def still_represented(user: User | None, case: Case, day: date | None) -> Verdict:
    """Return whether the representative may act for the applicant on this day.

    Their document is checked at every step, not at the first alone. A visitor of the public site
    (None) is the applicant, by the code on the applicant's own mobile.
    """
    if user is None or day is None or case.representative is None:
        return YES
    if _may_act(case.representative, case.person, day):
        return YES
    reason = _(
        "The document by which %(name)s acts for the applicant does not cover today. Record the "
        "new document and choose it,"
        " or go on with the applicant."
    )
    link = reverse("cases:change_representative", args=[case.pk])
    return Verdict(reason % {"name": case.representative.full_name}, link=link)


def can_change_representative(
    user: User | None, case: Case, representative: Representative | None, day: date
) -> Verdict:
    """Return whether the case may go on through another agent or the applicant themself."""
    if not (allowed := can(user, "change_representative", case, day)):
        return allowed
    if representative and not _may_act(representative, case.person, day):
        return Verdict(_("The agent's or guardian's document does not cover this person today."))
    return YES


def can_sign_as(case: Case, signer_name: str, day: date) -> Verdict:
    """Refuse the signature of an agent whose document has ended.

    It does not matter whether the case was begun through that agent.
    """
    if agent := file.lapsed_agent(case.person, signer_name, day):
        reason = _("The document by which %(name)s acts for the applicant does not cover today.")
        link = reverse("cases:change_representative", args=[case.pk])
        return Verdict(reason % {"name": agent.full_name}, link=link)
    return YES


def _allowed(user: User | None, verb: str, case: Case) -> Verdict:
    if user is None:
        by_itself = verb in APPLICANTS or not VERBS[verb].permission
        return YES if by_itself else Verdict(_("This step is the association's."))
    if not VERBS[verb].permission:
        return Verdict(_("This step comes by itself."))
    # A board member who decides an objection opens no case file but that one.
    if verb != "reopen" and not (verdict := can_view(user, case)):
        return verdict
    # An owner may give away their own case; CASES_ASSIGN is for the cases of others.
    if verb == "hand_over" and case.owner_id == user.pk:
        return YES
    key = (verb, case.status)
    permissions: tuple[str, ...] = INSTEAD.get(key) or (
        VERBS[verb].permission,
        *ALSO.get(key, ()),
    )
    if not any(user.holds(permission) for permission in permissions):
        return Verdict(_("Your role does not include this step."))
    return YES


def can_view(user: User, case: Case) -> Verdict:
    """Return whether this user's role opens case files."""
    return (
        YES
        if user.holds(Permission.CASES_VIEW)
        else Verdict(_("Your role does not open request files."))
    )


def can_unmask(user: User, case: Case) -> Verdict:
    """Return whether the user may see a declared account or mobile number in full.

    The answers must be part of their work, and their role must include unmasking.
    """
    if not (verdict := can_view(user, case)):
        return verdict
    if user.holds(Permission.PEOPLE_UNMASK) and page.needs_all(user):
        return YES
    return Verdict(_("Your role does not include seeing identifiers in full."))


def can_read_answers(user: User) -> Verdict:
    """Return whether the user may read the answers in full, on the forms and on paper.

    Only users whose work needs them may.
    """
    if page.needs_all(user):
        return YES
    return Verdict(_("Your role does not include the answers of the request in full."))


def can_read_study(user: User) -> Verdict:
    """Return whether the user may read what a study found about a family.

    Only users who take, match, study, decide or settle may.
    """
    if any(user.holds(permission) for permission in (*page.NEEDS_ALL, Permission.NEED_APPROVE)):
        return YES
    return Verdict(_("Your role does not include the circumstances of the family."))


def can_start(
    user: User | None,
    person: Person,
    service: Service,
    representative: Representative | None,
    day: date,
) -> Verdict:
    """Return whether a case for this service may be opened for this person.

    One open case at a time, and only through somebody who may act for the person.
    """
    if user is not None and not user.holds(Permission.CASES_INTAKE):
        return Verdict(_("Your role does not include this step."))
    # A merged file takes no new case. A lapsed claim could never be decided (ADR 42).
    if not (standing := beneficiaries.stands(person) and beneficiaries.may_still_be_proven(person)):
        return standing
    version = offered.offered(day).filter(service=service).first()
    if version is None:
        return Verdict(_("This service is not offered now."))
    if person.has_died:
        return Verdict(_("This person has died; nothing new is requested in their name."))
    if version.members_only and not is_member(person):
        return Verdict(_("This service is for members of the general assembly."))
    if representative and not _may_act(representative, person, day):
        return Verdict(_("The agent's or guardian's document does not cover this person today."))
    first = file_queries.open_case(person, service)
    return already_open(first) if first else YES


def already_open(first: Case) -> Verdict:
    """Return the refusal of a second open case for one service, with a link to the first."""
    reason = _("There is an open request for this service already: %(reference)s.") % {
        "reference": first.reference
    }
    return Verdict(reason, link=reverse("cases:detail", args=[first.pk]))


def second_claim(person: Person, service: Service) -> Verdict:
    """Refuse a second open case for one service from the mobile of an unproven claim."""
    claim = claims.claim_of(person)
    if claim is None or not claim.is_open or not proof.claimed_elsewhere(claim, service):
        return YES
    return Verdict(
        _("From this mobile a request for this service is open already. Follow it with its number.")
    )


def can_join(survivor: Person, merged: Person) -> Verdict:
    """Return whether the cases of two files let the files be merged.

    No case may be before the committee, and both files may not have one open for one service.
    """
    cases = _open_cases(survivor, merged)
    own = {case.service_id: case for case in cases if case.person_id == survivor.pk}
    twice = [case for case in cases if case.person_id == merged.pk and case.service_id in own]
    if not twice:
        return _undecided(cases)
    reason = _(
        "Both files have an open request for the same service: %(one)s and "
        "%(other)s. Withdraw one first."
    )
    references = {"one": own[twice[0].service_id].reference, "other": twice[0].reference}
    return _undecided(cases) and Verdict(
        reason % references, link=reverse("cases:detail", args=[twice[0].pk])
    )


def can_part(survivor: Person, merged: Person) -> Verdict:
    """Return whether a merge may be undone now: not while the committee has one of the cases."""
    return _undecided(_open_cases(survivor, merged))


def can_close_service(user: User | None, service: Service) -> Verdict:
    """Refuse to close a service with open cases; link to them for who may see them."""
    if not (allowed := catalogue_policies.can_close_service(user)):
        return allowed
    count = counting.open_of_service(service.pk)
    if not count:
        return YES
    message = ngettext(
        "%(count)s request for this service is still open. Finish it first; it keeps "
        "its version until then.",
        (
            "%(count)s requests for this service are still open. Finish them first; "
            "they keep their "
            "version until then."
        ),
        count,
    )
    is_visible = user is None or user.holds(Permission.CASES_VIEW)
    link = f"{reverse('cases:queue')}?show=all&service={service.pk}" if is_visible else ""
    return Verdict(message % {"count": counting.capped(count)}, link=link)


def _open_cases(*people: Person) -> list[Case]:
    return list(Case.objects.open().filter(person__in=people).order_by("pk"))


def _undecided(cases: list[Case]) -> Verdict:
    before = next((case for case in cases if case.status == Status.IN_COMMITTEE), None)
    if before is None:
        return YES
    reason = _(
        "The committee is deciding the request %(reference)s. Wait for its decision, "
        "then try again."
    )
    return Verdict(
        reason % {"reference": before.reference}, link=reverse("cases:detail", args=[before.pk])
    )


def _may_act(representative: Representative, person: Person, day: date) -> bool:
    return representative.person_id == person.pk and representative.covers(day)


def _complete(user: User | None, case: Case, day: date | None) -> Verdict:
    return (
        _begun_well(user, case, day)
        and _verdict_on(file_queries.incomplete(case, day))
        and _eligible(user, case, day)
    )


def _submittable(user: User | None, case: Case, day: date | None) -> Verdict:
    return (
        _begun_well(user, case, day)
        and _verdict_on(file_queries.missing(case, day))
        and _eligible(user, case, day)
    )


def _begun_well(user: User | None, case: Case, day: date | None) -> Verdict:
    return _promised(user, case) and _still_asked(case, day)


def _promised(user: User | None, case: Case) -> Verdict:
    """Refuse while the policy leaves open when it answers.

    A receipt names the days of the answer and of the objection.
    """
    policy = case.policy_version
    if policy.promises_answer:
        return YES
    if user is None:
        return Verdict(
            _(
                "We cannot receive it yet: our policy does not say by when you are answered. "
                "What you wrote is kept; ask us when "
                "you can send it."
            )
        )
    reason = _(
        "The policy of this request does not say by when it is answered, so it cannot be "
        "submitted. It is set by: %(roles)s."
    )
    return Verdict(reason % {"roles": keepers()}, link=terms_address(policy))


def _still_asked(case: Case, day: date | None) -> Verdict:
    """Check again, at signing and submission, what let the case be opened."""
    if day is None:
        return YES
    version = case.service_version
    if case.person.has_died:
        return Verdict(_("This person has died; nothing new is requested in their name."))
    if version.members_only and not is_member(case.person):
        return Verdict(_("This service is for members of the general assembly."))
    # A case submitted in season and returned for completion may come back after it.
    if not case.submissions and version.offered_until and version.offered_until < day:
        return Verdict(_("The season of this service is over."))
    return YES


def _eligible(user: User | None, case: Case, day: date | None) -> Verdict:
    """Refuse by the criteria that the service itself says stop a case (TOO-2).

    A criterion counts only where it is certainly not met.
    """
    if day is None or not (failures := criteria.stopping(case, day)):
        return YES
    first = failures[0].criterion
    message = _("This service does not fit: %(criterion)s. %(reason)s")
    link = reverse("cases:criteria", args=[case.pk]) if user else ""
    return Verdict(message % {"criterion": first.label, "reason": first.reason}, link=link)


def _verdict_on(gaps: list[file_queries.Missing]) -> Verdict:
    if not gaps:
        return YES
    named = " · ".join(gap.label for gap in gaps[:3])
    more = len(gaps) - 3
    message = _("Still wanted: %(items)s.") % {"items": named}
    if more > 0:
        message += " " + ngettext("and %(count)s more", "and %(count)s more", more) % {
            "count": more
        }
    return Verdict(message, link=gaps[0].link)


def _verifiable(user: User | None, case: Case, day: date | None) -> Verdict:
    if not file_queries.is_signed(case):
        return Verdict(
            _("The declaration does not stand; return the request so that it is signed again.")
        )
    # PRO-7: nobody studies a case before there is proof that the applicant was told.
    if not file_queries.is_told(case):
        return Verdict(_("The applicant has not been told yet what happens next and by when."))
    if unseen := file_queries.file_of(case).unseen:
        reason = _("The original of a document has not been seen yet: %(document)s.")
        link = reverse("cases:match", args=[case.pk])
        return Verdict(
            reason % {"document": unseen[0].document_type.name},
            link=f"{link}#{unseen[0].document_type.code}",
        )
    left = file_queries.unmatched(case)
    if not left:
        return YES
    message = ngettext(
        "%(count)s item is not matched yet: %(label)s.",
        "%(count)s items are not matched yet; first: %(label)s.",
        len(left),
    )
    link = reverse("cases:match", args=[case.pk])
    return Verdict(
        message % {"count": len(left), "label": left[0].label}, link=f"{link}#{left[0].key}"
    )


def _studied(user: User | None, case: Case, day: date | None) -> Verdict:
    study = file_queries.study_of(case)
    if study is None or study.completed_at is None:
        link = reverse("cases:study", args=[case.pk])
        return Verdict(_("The study is not complete: a recommendation is wanted."), link=link)
    if not file_queries.is_signed(case):
        return Verdict(
            _("The declaration does not stand; return the request so that it is signed again.")
        )
    return YES


def _own_study(user: User | None, case: Case, day: date | None) -> Verdict:
    study = file_queries.study_of(case)
    if study is None or user is None or study.researcher_id != user.pk:
        return Verdict(_("Another researcher studies this request."))
    return YES


def _took_no_part(user: User | None, case: Case, day: date | None) -> Verdict:
    if user is not None and user.pk == case.opened_by_id:
        return Verdict(_("Who opened a request does not decide it."))
    study = file_queries.study_of(case)
    if study is not None and user is not None and study.researcher_id == user.pk:
        return Verdict(_("Who studied a request does not decide it."))
    return YES


def _approvable(user: User | None, case: Case, day: date | None) -> Verdict:
    # Only a yes needs a proven identity; an unproven claim may be rejected (ADR 42).
    return _took_no_part(user, case, day) and beneficiaries.proven(case.person)


def _registrable(user: User | None, case: Case, day: date | None) -> Verdict:
    if not (number := beneficiaries.joined(case.person)):
        return number
    if case.outcome != Outcome.APPROVED:
        return Verdict(_("Only an accepted request is registered."))
    if case.answered_at is None:
        return Verdict(_("The answer has not been sent yet."))
    # Without a day: a document that expired since keeps its frozen verdict (PRO-4), and the end of
    # the season stops no registration.
    return _submittable(user, case, None)


def _closable(user: User | None, case: Case, day: date | None) -> Verdict:
    if case.status == Status.ANSWERED and case.outcome != Outcome.REJECTED:
        return Verdict(_("An accepted request is closed after its service was delivered."))
    return YES


def _not_urgent_yet(user: User | None, case: Case, day: date | None) -> Verdict:
    return Verdict(_("This request goes before the others already.")) if case.is_urgent else YES


def _urgent(user: User | None, case: Case, day: date | None) -> Verdict:
    return YES if case.is_urgent else Verdict(_("This request is not marked urgent."))


def _reopenable(user: User | None, case: Case, day: date | None) -> Verdict:
    if case.outcome != Outcome.REJECTED:
        return Verdict(_("Only a request that was not accepted is reopened by an objection."))
    # A case that is not final is itself the one open case of its person and service.
    first = (
        file_queries.open_case(case.person, case.service, but=case)
        if case.status in FINAL
        else None
    )
    return already_open(first) if first else _promised(user, case)


# A sharing-out (PRE-7) can be undone as a whole for this long (ADR 34).
UNDO = timedelta(hours=1)


def can_export_queue(user: User, filters: lists.Wanted) -> Verdict:
    """Return whether the user may export the cases that the queue shows, names and all."""
    if not user.holds(Permission.CASES_VIEW):
        return Verdict(_("Your role does not open request files."))
    if filters.show == "expiring":
        return Verdict(_("This list is of documents; choose a list of requests."))
    return beneficiaries.can_export(user)


def can_own(user: User) -> Verdict:
    """Return whether this user may be given cases."""
    if user.is_active and user.holds(Permission.CASES_VIEW):
        return YES
    return Verdict(_("%(name)s cannot open request files.") % {"name": user.name})


def can_hand_on(user: User, to: User | None) -> Verdict:
    """Return whether the user may give a leaver's cases to another owner.

    The user must manage the staff list, and the new owner must open case files.
    """
    if not user.holds(Permission.SYSTEM_MANAGE):
        return Verdict(_("Your role does not include this step."))
    return can_own(to) if to else Verdict(_("A request is never without an owner."))


def can_hand_on_studies(user: User, to: User | None) -> Verdict:
    """Return whether a leaver's studies may go to this user, who must be a researcher."""
    if not (may := can_hand_on(user, to)):
        return may
    if to and to.holds(Permission.CASES_STUDY):
        return YES
    return Verdict(_("%(name)s is not a researcher.") % {"name": to.name if to else ""})


def can_share_out(to: User, reason: str, count: int, most: int) -> Verdict:
    """Return whether this many cases may be given to this owner.

    Each case is checked again when it is handed over.
    """
    if not count:
        return Verdict(_("Choose at least one request."))
    if count > most:
        return Verdict(_("Hand over at most %(most)s requests at once.") % {"most": most})
    return can_own(to) if reason.strip() else Verdict(_("Say why the requests are handed over."))


def can_take_back(user: User, sharing: Sharing, at: datetime) -> Verdict:
    """Return whether the user may undo a sharing-out: its author, once, within the hour."""
    if sharing.by_id != user.pk:
        return Verdict(_("Only who handed these requests over can take that back."))
    if sharing.undone_at:
        return Verdict(_("This was taken back already."))
    if at > sharing.at + UNDO:
        return Verdict(_("More than an hour has passed. Hand the requests over anew."))
    return YES


def can_return_to(owner: User, case: Case) -> bool:
    """Return whether a case can go back to its earlier owner."""
    return case.status not in FINAL and bool(can_own(owner))


def can_save_filter(user: User, name: str, department: Department | None) -> Verdict:
    """Return whether a filter may be saved, and shared with one of the user's departments."""
    if not name:
        return Verdict(_("Give the filter a name."))
    if department and not user.memberships.current().filter(department=department).exists():
        return Verdict(_("Share it with a department that you belong to."))
    return YES


def can_use_filter(user: User, saved: SavedFilter) -> Verdict:
    """Return whether a filter is the user's own or shared with their department."""
    shared = (
        saved.department_id
        and user.memberships.current().filter(department=saved.department_id).exists()
    )
    return YES if saved.user_id == user.pk or shared else Verdict(_("This filter is another's."))


def can_delete_filter(user: User, saved: SavedFilter) -> Verdict:
    """Return whether the user saved this filter, and so may delete it."""
    return YES if saved.user_id == user.pk else Verdict(_("This filter is another's."))


RULES: dict[str, Rule] = {
    "sign": _complete,
    "submit": _submittable,
    "verify": _verifiable,
    "record_study": _own_study,
    "sign_study": _own_study,
    "refer_to_committee": _studied,
    "approve": _approvable,
    "reject": _took_no_part,
    "register": _registrable,
    "close": _closable,
    "mark_urgent": _not_urgent_yet,
    "clear_urgent": _urgent,
    "reopen": _reopenable,
}


def may(user: User, case: Case, *verbs: str, day: date | None = None) -> dict[str, Verdict]:
    """Return the verdicts that a page needs for its buttons, by verb."""
    return {verb: can(user, verb, case, day) for verb in verbs}


def can_override(user: User, verb: str, assessment: NeedAssessment) -> Verdict:
    """Return whether the user may ask for, or settle, another class of need.

    The researcher or who shares out the work asks for it; a second person settles it.
    """
    step, asking = NEED_CLASS_LIFECYCLE[verb], verb == "ask_override"
    permissions = (step.permission, Permission.CASES_ASSIGN) if asking else (step.permission,)
    if not any(user.holds(permission) for permission in permissions):
        return Verdict(_("Your role does not include this step."))
    study = assessment.study
    if NeedAssessment.objects.filter(
        study__case__person=study.case.person_id, pk__gt=assessment.pk
    ).exists():
        return Verdict(_("A newer assessment was made of this person; it is the one that counts."))
    need = need_queries.Need.of(assessment)
    if need.status not in step.since:
        return Verdict(
            _("Another class was settled already: %(status)s.") % {"status": need.status.label}
        )
    if asking and study.researcher_id != user.pk and not user.holds(Permission.CASES_ASSIGN):
        return Verdict(_("Another researcher studies this request."))
    if not asking and need.override and user.pk in (need.override.asked_by_id, study.researcher_id):
        return Verdict(_("Who asked, or who studied, does not settle it: a second person does."))
    return YES
