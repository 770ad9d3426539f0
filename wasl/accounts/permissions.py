"""Every permission, in one list."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    """`package.verb`; a role is a set of these."""

    PEOPLE_FIND = "beneficiaries.find"  # search the register and open a person's file
    PEOPLE_EDIT = "beneficiaries.edit"  # register a person, correct what is known, add documents
    PEOPLE_UNMASK = "beneficiaries.unmask"  # see an identifier or IBAN in full, recorded
    PEOPLE_IMPORT = "beneficiaries.import"  # bring a file of people into the register
    PEOPLE_EXPORT = "beneficiaries.export"  # take lists of people out as Excel files, recorded
    PEOPLE_MERGE = (
        "beneficiaries.merge"  # judge pairs that may be one person, merge files, take a merge back
    )
    VISITS_RECORD = "interactions.record"  # record visits, calls and enquiries, and answer them
    REFERRALS_ANSWER = "interactions.answer_referral"  # answer what was referred to the executives
    CASES_VIEW = "cases.view"  # open case files
    CASES_INTAKE = "cases.intake"  # register, fill, submit, return and withdraw a request
    CASES_VERIFY = "cases.verify"  # match declared data with documents
    CASES_STUDY = "cases.study"  # study a case and recommend
    # settle another class of need than the guide's, asked for by others
    NEED_APPROVE = "cases.approve_override"
    CASES_ASSIGN = "cases.assign"  # hand a case to another owner
    CASES_URGENT = "cases.mark_urgent"  # mark a case urgent, with a reason
    CASES_REGISTER = "cases.register"  # complete the registration
    COMMITTEES_PREPARE = "committees.prepare"  # plan meetings, agenda and minutes
    COMMITTEES_DECIDE = "committees.decide"  # sit, recuse oneself, vote
    COMMITTEES_CHAIR = (
        "committees.chair"  # open and close voting, record the decision, close the meeting
    )
    ANSWERS_RELEASE = "committees.release_answer"  # release an answer inside its window
    ANSWERS_RELEASE_EARLY = (
        "committees.release_early"  # release before the window opens, with a reason
    )
    LETTERS_VIEW = "letters.view"  # read the registers
    LETTERS_ISSUE = "letters.issue"  # number and issue a letter, record an incoming one
    DELIVERY_PLAN = "delivery.plan"  # plan and prepare a delivery
    DELIVERY_HAND_OVER = "delivery.hand_over"  # hand over and take the proof
    DELIVERY_PAY = "delivery.pay"  # release money
    DELIVERY_BUDGET = "delivery.set_budget"  # say what a service may give in a year
    AGREEMENTS_VIEW = "agreements.view"  # read agreements and what is due in them
    AGREEMENTS_KEEP = (
        "agreements.keep"  # draft agreements, record what was performed and what was not
    )
    AGREEMENTS_DECIDE = (
        "agreements.decide"  # let into force, decide what follows a breach, settle disputes
    )
    OBJECTIONS_RECEIVE = "grievances.receive"  # lodge an objection for a person
    OBJECTIONS_DECIDE = "grievances.decide"  # decide an objection, without any earlier part in it
    RATINGS_SEE = "satisfaction.see"  # figures of ratings, five answers at least
    POLICIES_READ = "governance.read"  # the library of policies and bylaws
    POLICIES_EDIT = "governance.edit"  # draft and publish policies
    POLICIES_DECIDE = "governance.decide"  # read drafts for the board
    CATALOGUE_READ = "catalogue.read"  # the services as staff see them
    CATALOGUE_EDIT = "catalogue.edit"  # draft services: terms, questions, documents, criteria
    CATALOGUE_APPROVE = "catalogue.approve"  # approve a service that others drafted, and close one
    KNOWLEDGE_READ = "knowledge.read"  # the library of answers, the internal ones included
    KNOWLEDGE_EDIT = "knowledge.edit"  # write, approve and publish answers and corrections
    STORIES_TELL = "portal.tell_stories"  # write, publish and withdraw stories of people who agreed
    CIRCULARS_WRITE = "outreach.write"  # write and send circulars to members and beneficiaries
    CIRCULARS_APPROVE = "outreach.approve"  # approve a circular that another wrote
    OUTBOX_SEE = "messaging.see"  # the outbox and its delivery status
    PRIVACY_RECEIVE = "privacy.receive"  # take down what a person asks about their own data
    PRIVACY_HANDLE = (
        "privacy.handle"  # answer rights requests, handle incidents, keep the record of processing
    )
    PRIVACY_APPROVE = (
        "privacy.approve"  # approve a destruction that another proposed, lift a legal hold
    )
    AUDIT_READ = "audit.read"  # the trail
    SYSTEM_MANAGE = "accounts.manage"  # staff, departments, settings, the sample's clock


# What each permission allows, as the page of roles words it.
LABELS: dict[Permission, str | Promise] = {
    Permission.PEOPLE_FIND: _("Find people and open their files"),
    Permission.PEOPLE_EDIT: _("Register people, correct their data, add documents"),
    Permission.PEOPLE_UNMASK: _("See a masked value in full, which is recorded"),
    Permission.PEOPLE_IMPORT: _("Bring files of people into the register"),
    Permission.PEOPLE_EXPORT: _("Take lists of people out as Excel files, which is recorded"),
    Permission.PEOPLE_MERGE: _("Judge files that may be one person, merge them, take that back"),
    Permission.VISITS_RECORD: _("Record visits and calls, and answer enquiries"),
    Permission.REFERRALS_ANSWER: _("Answer questions referred to the executives"),
    Permission.CASES_VIEW: _("Open requests"),
    Permission.CASES_INTAKE: _("Receive, fill, submit and return requests"),
    Permission.CASES_VERIFY: _("Match data with documents"),
    Permission.CASES_STUDY: _("Study requests and recommend"),
    Permission.NEED_APPROVE: _("Settle another class of need than the guide gives"),
    Permission.CASES_ASSIGN: _("Hand a request to another owner"),
    Permission.CASES_URGENT: _("Mark a request urgent, with a reason"),
    Permission.CASES_REGISTER: _("Complete the registration"),
    Permission.COMMITTEES_PREPARE: _("Prepare meetings, agendas and minutes"),
    Permission.COMMITTEES_DECIDE: _("Sit on the committee and vote"),
    Permission.COMMITTEES_CHAIR: _("Open and close voting, record decisions, close meetings"),
    Permission.ANSWERS_RELEASE: _("Release an answer inside its period"),
    Permission.ANSWERS_RELEASE_EARLY: _("Release an answer before its period, with a reason"),
    Permission.LETTERS_VIEW: _("Read the registers of letters"),
    Permission.LETTERS_ISSUE: _("Issue letters and record incoming ones"),
    Permission.DELIVERY_PLAN: _("Plan and prepare deliveries"),
    Permission.DELIVERY_HAND_OVER: _("Hand over and take the proof"),
    Permission.DELIVERY_PAY: _("Release money that others decided"),
    Permission.DELIVERY_BUDGET: _("Set what a service may give in a year"),
    Permission.AGREEMENTS_VIEW: _("Read agreements and what is due in them"),
    Permission.AGREEMENTS_KEEP: _("Draft agreements and record what was performed or not"),
    Permission.AGREEMENTS_DECIDE: _("Let agreements into force, decide on breaches and disputes"),
    Permission.OBJECTIONS_RECEIVE: _("Lodge an objection for a person"),
    Permission.OBJECTIONS_DECIDE: _("Decide objections to decisions they took no part in"),
    Permission.RATINGS_SEE: _("See the figures of ratings, never who gave them"),
    Permission.POLICIES_READ: _("Read policies and bylaws"),
    Permission.POLICIES_EDIT: _("Draft and publish policies"),
    Permission.POLICIES_DECIDE: _("Read drafts for the board, and say so"),
    Permission.CATALOGUE_READ: _("See the services as staff do"),
    Permission.CATALOGUE_EDIT: _("Draft services: terms, questions, documents, criteria"),
    Permission.CATALOGUE_APPROVE: _("Approve services that others drafted, and close them"),
    Permission.KNOWLEDGE_READ: _("Read the library of answers"),
    Permission.KNOWLEDGE_EDIT: _("Write, approve and publish answers and corrections"),
    Permission.STORIES_TELL: _("Tell the stories of people who agreed to it"),
    Permission.CIRCULARS_WRITE: _("Write and send circulars to members and beneficiaries"),
    Permission.CIRCULARS_APPROVE: _("Approve circulars that others wrote"),
    Permission.OUTBOX_SEE: _("See what was sent and whether it arrived"),
    Permission.PRIVACY_RECEIVE: _("Take down what people ask about their own data"),
    Permission.PRIVACY_HANDLE: _(
        "Answer requests about personal data, handle incidents, review reads"
    ),
    Permission.PRIVACY_APPROVE: _("Approve the destruction of data that another proposed"),
    Permission.AUDIT_READ: _("Read the trail"),
    Permission.SYSTEM_MANAGE: _("Keep staff, departments and settings"),
}
