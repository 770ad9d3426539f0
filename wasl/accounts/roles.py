"""Roles as small declarations. Who holds which role in which department is data (`Membership`)."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wasl.accounts.permissions import Permission as P


@dataclass(frozen=True)
class Role:
    """A name, a sentence on what the holder does, and the permissions that come with it."""

    code: str
    name: str | Promise
    does: str | Promise
    permissions: frozenset[P]


def _role(code: str, name: str | Promise, does: str | Promise, *permissions: P) -> Role:
    return Role(code, name, does, frozenset(permissions))


_DESK = (P.PEOPLE_FIND, P.CASES_VIEW, P.CATALOGUE_READ, P.POLICIES_READ, P.KNOWLEDGE_READ)

ROLES: dict[str, Role] = {
    role.code: role
    for role in (
        _role(
            "relations_officer",
            _("Relations officer"),
            _("Receives people, registers requests, matches data."),
            *_DESK,
            P.PEOPLE_EDIT,
            P.PEOPLE_UNMASK,
            P.VISITS_RECORD,
            P.CASES_INTAKE,
            P.CASES_VERIFY,
            P.CASES_REGISTER,
            P.OBJECTIONS_RECEIVE,
            P.PRIVACY_RECEIVE,
            P.LETTERS_VIEW,
            P.ANSWERS_RELEASE,
            P.OUTBOX_SEE,
            P.AGREEMENTS_VIEW,
        ),
        _role(
            "relations_lead",
            _("Head of relations"),
            _("Leads the relations officers and shares out their work."),
            *_DESK,
            P.PEOPLE_EDIT,
            P.PEOPLE_UNMASK,
            P.PEOPLE_IMPORT,
            P.PEOPLE_EXPORT,
            P.PEOPLE_MERGE,
            P.VISITS_RECORD,
            P.CASES_INTAKE,
            P.CASES_VERIFY,
            P.CASES_REGISTER,
            P.NEED_APPROVE,
            P.CASES_ASSIGN,
            P.CASES_URGENT,
            P.OBJECTIONS_RECEIVE,
            P.PRIVACY_RECEIVE,
            P.LETTERS_VIEW,
            P.ANSWERS_RELEASE,
            P.OUTBOX_SEE,
            P.KNOWLEDGE_EDIT,
            P.CIRCULARS_WRITE,
            P.CIRCULARS_APPROVE,
            P.CATALOGUE_EDIT,
            P.STORIES_TELL,
            P.AGREEMENTS_VIEW,
            P.AGREEMENTS_KEEP,
        ),
        _role(
            "social_researcher",
            _("Social researcher"),
            _("Visits, studies a case and recommends."),
            *_DESK,
            P.CASES_STUDY,
        ),
        _role(
            "committee_member",
            _("Committee member"),
            _("Studies the agenda and votes."),
            P.CASES_VIEW,
            P.POLICIES_READ,
            P.CATALOGUE_READ,
            P.COMMITTEES_DECIDE,
        ),
        _role(
            "committee_chair",
            _("Committee chair"),
            _("Opens and closes voting and records the decision."),
            P.CASES_VIEW,
            P.POLICIES_READ,
            P.CATALOGUE_READ,
            P.COMMITTEES_DECIDE,
            P.COMMITTEES_CHAIR,
        ),
        _role(
            "committee_secretary",
            _("Committee secretary"),
            _("Prepares meetings, agendas and minutes."),
            P.CASES_VIEW,
            P.POLICIES_READ,
            P.CATALOGUE_READ,
            P.COMMITTEES_PREPARE,
            P.ANSWERS_RELEASE,
            P.LETTERS_VIEW,
            P.LETTERS_ISSUE,
        ),
        _role(
            "executive_manager",
            _("Executive manager"),
            _("Answers what is unclear and releases urgent answers early."),
            *_DESK,
            P.PEOPLE_EXPORT,
            P.PEOPLE_MERGE,
            P.REFERRALS_ANSWER,
            P.ANSWERS_RELEASE,
            P.ANSWERS_RELEASE_EARLY,
            P.CASES_URGENT,
            P.NEED_APPROVE,
            P.CASES_ASSIGN,
            P.OBJECTIONS_DECIDE,
            P.DELIVERY_BUDGET,
            P.LETTERS_VIEW,
            P.LETTERS_ISSUE,
            P.KNOWLEDGE_EDIT,
            P.STORIES_TELL,
            P.CIRCULARS_WRITE,
            P.CIRCULARS_APPROVE,
            P.POLICIES_EDIT,
            P.CATALOGUE_EDIT,
            P.CATALOGUE_APPROVE,
            P.RATINGS_SEE,
            P.OUTBOX_SEE,
            P.PRIVACY_APPROVE,
            P.AGREEMENTS_VIEW,
            P.AGREEMENTS_KEEP,
            P.AGREEMENTS_DECIDE,
        ),
        _role(
            "board_member",
            _("Board member"),
            _("Approves policies and services, and sits on objections."),
            P.POLICIES_READ,
            P.POLICIES_DECIDE,
            P.CATALOGUE_READ,
            P.CATALOGUE_APPROVE,
            P.OBJECTIONS_DECIDE,
            P.RATINGS_SEE,
            P.AGREEMENTS_VIEW,
            P.AGREEMENTS_DECIDE,
        ),
        _role(
            "delivery_officer",
            _("Delivery officer"),
            _("Plans what is handed over and takes the proof."),
            P.CASES_VIEW,
            P.CATALOGUE_READ,
            P.DELIVERY_PLAN,
            P.DELIVERY_HAND_OVER,
        ),
        _role(
            # Neither plans nor hands over: who released the money may not hand it over
            # (`delivery.policies`).
            "payer",
            _("Payer"),
            _("Releases money that was decided by others."),
            P.CATALOGUE_READ,
            P.CASES_VIEW,
            P.DELIVERY_PAY,
        ),
        _role(
            "correspondence_clerk",
            _("Correspondence clerk"),
            _("Keeps the registers of letters."),
            P.LETTERS_VIEW,
            P.LETTERS_ISSUE,
        ),
        _role(
            "quality_officer",
            _("Quality officer"),
            _("Reads figures and drives improvement; opens no files."),
            P.RATINGS_SEE,
            P.POLICIES_READ,
            P.CATALOGUE_READ,
            P.KNOWLEDGE_READ,
        ),
        _role(
            "dpo",
            _("Data-protection officer"),
            _("Answers for people's rights over their data; opens no requests for services."),
            P.PEOPLE_FIND,
            P.PRIVACY_RECEIVE,
            P.PRIVACY_HANDLE,
            P.POLICIES_READ,
            P.CATALOGUE_READ,
            P.AUDIT_READ,
            P.OUTBOX_SEE,
        ),
        _role(
            "administrator",
            _("Administrator"),
            _("Keeps staff, departments and settings; opens no files."),
            P.SYSTEM_MANAGE,
            P.AUDIT_READ,
            P.OUTBOX_SEE,
            P.POLICIES_READ,
            P.CATALOGUE_READ,
        ),
    )
}

ROLE_CHOICES = [(role.code, role.name) for role in ROLES.values()]
