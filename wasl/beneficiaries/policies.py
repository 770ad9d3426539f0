"""Rules of who may search the register, open a person's file, and change what it holds.

`None` as user is the person themself, whose mobile the portal proved by a one-time code, or the
system.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.accounts.permissions import Permission
from wasl.beneficiaries.likeness import workshop
from wasl.beneficiaries.models.claims import HeldChange, IdentityClaim
from wasl.beneficiaries.models.imports import ImportBatch, PeopleImport
from wasl.beneficiaries.models.merging import DuplicatePair, PairState
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.queries import claims, household, pairs
from wasl.beneficiaries.states import (
    CHANGE_LIFECYCLE,
    CLAIM_LIFECYCLE,
    IMPORT_LIFECYCLE,
    BatchStatus,
    ClaimStatus,
    ImportStatus,
)
from wasl.common.verdicts import YES, Verdict


def can_find(user: User) -> Verdict:
    """Search the register (no page lists everybody: a search comes first)."""
    if user.holds(Permission.PEOPLE_FIND):
        return YES
    return Verdict(_("Your role does not include the register of people."))


def can_view(user: User, person: Person) -> Verdict:
    """Open one person's file; agrees with `Person.objects.visible_to`.

    A merged file is read in its survivor's.
    """
    # A refusal is false, so `and` returns the first refusal.
    return can_find(user) and stands(person)


def stands(person: Person) -> Verdict:
    """Check that this file was not merged into another; the refusal links to the survivor."""
    if person.merged_into is None:
        return YES
    reason = _("This file was merged into that of %(name)s; work there.") % {
        "name": person.merged_into.full_name
    }
    return Verdict(reason, link=reverse("beneficiaries:detail", args=[person.merged_into_id]))


def can_register(user: User | None) -> Verdict:
    """Register a person: an officer. Anybody else claims an identity instead (ADR 42)."""
    if user is None:
        return Verdict(_("Nobody enters themself into the register; they claim their identity."))
    return can_edit(user)


def can_edit(user: User | None) -> Verdict:
    """Correct what is known, add documents, dependants and representatives."""
    if user is None or user.holds(Permission.PEOPLE_EDIT):
        return YES
    return Verdict(_("Your role does not include changing people's files."))


def can_correct(user: User | None) -> Verdict:
    """Correct what is known.

    Somebody who answers a person's request for a correction may too, on the page of that request
    alone: the pages of the file ask for the permission of its officers.
    """
    if user is not None and user.holds(Permission.PRIVACY_HANDLE):
        return YES
    return can_edit(user)


def can_hand_in(user: User | None) -> Verdict:
    """Hand in a document or a file.

    Also for those who take a signature or a proof of handover, because they hand in its image.
    """
    if user is None or any(
        user.holds(permission)
        for permission in (
            Permission.PEOPLE_EDIT,
            Permission.CASES_INTAKE,
            Permission.CASES_STUDY,
            Permission.DELIVERY_HAND_OVER,
            Permission.DELIVERY_BUDGET,  # the deed of the heirs
        )
    ):
        return YES
    return Verdict(_("Your role does not include handing in documents."))


def can_see_original(user: User | None) -> Verdict:
    """Record that the original was seen and matched (PRO-4).

    An officer who held it, never the person themself.
    """
    if user is not None and user.holds(Permission.PEOPLE_EDIT):
        return YES
    return Verdict(_("Only an officer who held the original can say that it was seen."))


def can_represent(user: User | None) -> Verdict:
    """Record an agent, guardian or trustee: an officer who read the document that says so."""
    if user is not None and user.holds(Permission.PEOPLE_EDIT):
        return YES
    return Verdict(_("Only an officer can record who acts for a person."))


def can_identify(user: User | None) -> Verdict:
    """Record a further number of a person: an officer who held the paper."""
    if user is not None and user.holds(Permission.PEOPLE_EDIT):
        return YES
    return Verdict(_("Only an officer can record a number of a person."))


def can_keep_family(user: User | None) -> Verdict:
    """Record households and family events: an officer who saw the papers."""
    if user is not None and user.holds(Permission.PEOPLE_EDIT):
        return YES
    return Verdict(_("Only an officer can change a household."))


def can_keep_roles(user: User | None) -> Verdict:
    """Record memberships, categories and volunteers."""
    if user is not None and user.holds(Permission.PEOPLE_EDIT):
        return YES
    return Verdict(_("Only an officer can change what a person is to the association."))


def can_set_need_class(user: User | None) -> Verdict:
    """Store a need class: those who study, approve another class, register, or edit files."""
    keepers = (
        Permission.CASES_STUDY,
        Permission.NEED_APPROVE,
        Permission.CASES_REGISTER,
        Permission.PEOPLE_EDIT,
    )
    if user is None or any(user.holds(permission) for permission in keepers):
        return YES
    return Verdict(_("Your role does not include the class of need."))


def can_link_staff(user: User) -> Verdict:
    """Link a person to a staff account."""
    if user.holds(Permission.PEOPLE_EDIT) or user.holds(Permission.SYSTEM_MANAGE):
        return YES
    return Verdict(_("Your role does not include changing people's files."))


def can_consent(user: User | None) -> Verdict:
    """Record that a person agreed to a use of their data: an officer, or the person themself."""
    if user is None or user.holds(Permission.PEOPLE_EDIT):
        return YES
    return Verdict(_("Your role does not include recording consents."))


def can_withdraw_consent(user: User | None) -> Verdict:
    """Withdraw a consent: those who may record one, and those who handle data requests."""
    if user is not None and user.holds(Permission.PRIVACY_HANDLE):
        return YES
    return can_consent(user)


def can_unmask(user: User) -> Verdict:
    """See an identifier in full, with a reason that is recorded (PRE-6)."""
    if user.holds(Permission.PEOPLE_UNMASK):
        return YES
    return Verdict(_("Your role does not include seeing this in full."))


def can_open_file(user: User) -> Verdict:
    """Issue the beneficiary number, once (PRO-8)."""
    if user.holds(Permission.CASES_REGISTER):
        return YES
    return Verdict(_("Your role does not include completing a registration."))


def can_import(user: User | None) -> Verdict:
    """Import files of people."""
    if user is not None and user.holds(Permission.PEOPLE_IMPORT):
        return YES
    return Verdict(_("Your role does not include bringing files of people."))


def can_import_step(user: User | None, verb: str, source: PeopleImport) -> Verdict:
    """Take a step in the lifecycle of a file: the role, then the stage.

    The system (None) finishes what it began, and closes files at any stage.
    """
    move = IMPORT_LIFECYCLE[verb]
    # The data are destroyed on their last day, whether or not somebody was about to bring them
    # (PDPL). So the stages of the lifecycle do not bind the system here.
    if user is None and verb == "close_import":
        return (
            YES
            if source.status != ImportStatus.CLOSED
            else Verdict(_("The file is closed already."))
        )
    if move.permission and not (verdict := can_import(user)):
        return verdict
    if source.status not in move.since:
        return Verdict(
            _("The file is at another stage: %(stage)s.") % {"stage": source.get_status_display()}
        )
    return YES


def can_undo(user: User | None, batch: ImportBatch) -> Verdict:
    """Undo a batch that was brought."""
    if not (verdict := can_import(user)):
        return verdict
    if batch.status != BatchStatus.DONE:
        return Verdict(_("This batch is not in the register."))
    return YES


def can_export(user: User) -> Verdict:
    """Export lists of people."""
    if user.holds(Permission.PEOPLE_EXPORT):
        return YES
    return Verdict(_("Your role does not include taking lists of people out."))


def can_judge(user: User) -> Verdict:
    """See which files may be one person, and judge each pair."""
    if user.holds(Permission.PEOPLE_MERGE):
        return YES
    return Verdict(_("Your role does not include judging whether two files are one person."))


def can_search(user: User | None) -> Verdict:
    """Search the register for duplicates: those who may judge them, or the system by the clock."""
    if user is not None and not (verdict := can_judge(user)):
        return verdict
    if not workshop.is_installed():
        return Verdict(
            _("The search for duplicates is not installed on this server (the extra «dedupe»).")
        )
    return YES


def can_merge(user: User) -> Verdict:
    """Merge two files of one person."""
    return can_judge(user)


def can_undo_merge(user: User) -> Verdict:
    """Undo a merge: those who may merge."""
    return can_judge(user)


def can_join(survivor: Person, merged: Person, pair: DuplicatePair | None) -> Verdict:
    """Check that these two files may become one.

    Refused when somebody judged them to be two people, for an unproven claim, and when a package
    above objects, such as over a request.
    """
    if pair is not None and pair.state == PairState.DIFFERENT:
        reason = _("These two were judged to be two people. Take that back first, then merge.")
        return Verdict(reason, link=reverse("beneficiaries:pair", args=[pair.pk]))
    return unclaimed(survivor, merged) and (
        _in_one_household(survivor, merged)
        and _asked("beneficiaries.merge", survivor=survivor, merged=merged)
    )


def _in_one_household(survivor: Person, merged: Person) -> Verdict:
    """Check that the two files belong to one household at most.

    A person lives in one household, and somebody must say which before the files become one.
    """
    numbers = household.household_numbers(survivor, merged)
    if len(numbers) < 2:
        return YES
    reason = _(
        "The files belong to two households, %(one)s and %(other)s. Take one of them out of its "
        "household first."
    )
    details = {"one": numbers[0], "other": numbers[1]}
    return Verdict(reason % details, link=reverse("beneficiaries:detail", args=[merged.pk]))


def can_part(survivor: Person, merged: Person) -> Verdict:
    """Check that a merge may be undone at this moment."""
    return _asked("beneficiaries.undo_merge", survivor=survivor, merged=merged)


def _asked(verb: str, **about: Any) -> Verdict:
    """Return the first refusal of the packages above (`config/asked.py`), or yes."""
    # This package stands below `cases` and may not import it; the settings name who is asked.
    answers = (import_string(path)(**about) for path in settings.ASKED.get(verb, ()))
    return next((answer for answer in answers if not answer), YES)


# Claims of identity, and changes that wait (ADR 42).


def can_claim(mobile: str, id_blind: str, at: datetime) -> Verdict:
    """Claim an ID from this mobile: three IDs a month, the same ID again counting once."""
    claimed = claims.ids_claimed_from(mobile, at)
    if id_blind in claimed or len(claimed) < claims.IDS_A_MONTH:
        return YES
    return Verdict(
        _(
            "From this mobile no further ID can be used this month. Call us, or come "
            "by with your ID."
        )
    )


def can_prove_claim(user: User | None, claim: IdentityClaim) -> Verdict:
    """Record the proof of a claim.

    Those who edit files, those who study and saw the paper on the visit, or a national provider
    (None).
    """
    # The lifecycle names one permission; a researcher on the visit is the second who sees the
    # paper.
    permissions = (CLAIM_LIFECYCLE["prove_claim"].permission, Permission.CASES_STUDY)
    if user is not None and not any(user.holds(permission) for permission in permissions):
        return Verdict(_("Your role does not include proving who somebody is."))
    if claim.status == ClaimStatus.PROVEN:
        return Verdict(_("This identity was proven already."))
    if claim.status not in CLAIM_LIFECYCLE["prove_claim"].since:
        return Verdict(_("This claim was closed unproven; the person files anew."))
    return YES


def can_join_claim(user: User, owner: Person, claim: IdentityClaim) -> Verdict:
    """Check that this officer may join a proven claimant's file to the owner's now."""
    return can_merge(user) and can_join(owner, claim.person, pairs.pair_of(owner, claim.person))


def can_lapse_claim(user: User | None, claim: IdentityClaim, at: datetime) -> Verdict:
    """Let a claim lapse after sixty days without proof: the system alone."""
    if user is not None:
        return Verdict(_("A claim lapses by itself."))
    if claim.status not in CLAIM_LIFECYCLE["lapse_claim"].since:
        return Verdict(_("This claim is not open."))
    if claim.claimed_at > at - claims.LAPSES_AFTER:
        return Verdict(_("The sixty days of this claim are not over."))
    return YES


def may_still_be_proven(person: Person) -> Verdict:
    """Refuse to begin anything new with a claim that lapsed.

    It could never be decided, and what is typed would be erased.
    """
    claim = claims.claim_of(person)
    if claim is None or claim.status != ClaimStatus.LAPSED:
        return YES
    return Verdict(_("This claim was closed unproven; the person files anew."))


def proven(person: Person) -> Verdict:
    """Check that nothing is left to prove about who this is.

    Nothing is decided in favour of an unproven claim.
    """
    claim = claims.claim_of(person)
    if claim is None or claim.status == ClaimStatus.PROVEN:
        return YES
    reason = _(
        "Nobody has seen this person's ID yet. See it at the desk, on the visit or in "
        "a video call first."
    )
    return Verdict(reason, link=reverse("beneficiaries:prove_claim", args=[claim.pk]))


def joined(person: Person) -> Verdict:
    """Check that the number of a proven claim is the person's.

    A beneficiary is registered under it.
    """
    claim = claims.claim_of(person)
    if claim is None or not (verdict := proven(person)):
        return YES if claim is None else verdict
    if claims.is_joined(claim):
        return YES
    reason = _("The number's owner has another file. The two files are joined first.")
    owner = claims.owner_of(claim)
    pair = pairs.pair_of(owner, person) if owner else None
    return Verdict(reason, link=reverse("beneficiaries:pair", args=[pair.pk]) if pair else "")


def unclaimed(*people: Person) -> Verdict:
    """Check that none of these files is an unproven claim.

    Such a file takes no number and joins no other before somebody saw the paper.
    """
    return next((verdict for person in people if not (verdict := proven(person))), YES)


def can_bring_change(change: HeldChange, at: datetime) -> Verdict:
    """Bring a change into force once its 72 hours are over and nobody refused it."""
    if change.status not in CHANGE_LIFECYCLE["bring_change"].since:
        return Verdict(_("This change does not wait any more."))
    return YES if change.due_at <= at else Verdict(_("The 72 hours of this change are not over."))


def can_refuse_change(user: User | None, change: HeldChange) -> Verdict:
    """Refuse a change that waits: those who edit files, or the person themself."""
    if not (allowed := can_edit(user)):
        return allowed
    if change.status not in CHANGE_LIFECYCLE["refuse_change"].since:
        return Verdict(_("This change does not wait any more."))
    return YES
