"""Every permission there is, in one list that reads at a glance."""

from enum import StrEnum


class Permission(StrEnum):
    """`package.verb`; a role is a set of these."""

    PEOPLE_FIND = "beneficiaries.find"  # search the register and open a person's file
    PEOPLE_EDIT = "beneficiaries.edit"  # register a person, correct what is known, add documents
    PEOPLE_UNMASK = "beneficiaries.unmask"  # see an identifier or IBAN in full, recorded
    VISITS_RECORD = "interactions.record"  # record visits, calls and enquiries, and answer them
    REFERRALS_ANSWER = "interactions.answer_referral"  # answer what was referred to the executives
    CASES_VIEW = "cases.view"  # open case files
    CASES_INTAKE = "cases.intake"  # register, fill, submit, return and withdraw a request
    CASES_VERIFY = "cases.verify"  # match declared data with documents
    CASES_STUDY = "cases.study"  # study a case and recommend
    CASES_ASSIGN = "cases.assign"  # hand a case to another owner
    CASES_URGENT = "cases.mark_urgent"  # mark a case urgent, with a reason
    CASES_REGISTER = "cases.register"  # complete the registration
    COMMITTEES_PREPARE = "committees.prepare"  # plan meetings, agenda and minutes
    COMMITTEES_DECIDE = "committees.decide"  # sit, recuse oneself, vote
    COMMITTEES_CHAIR = "committees.chair"  # open and close voting, record the decision, close the meeting
    ANSWERS_RELEASE = "committees.release_answer"  # release an answer inside its window
    ANSWERS_RELEASE_EARLY = "committees.release_early"  # release before the window opens, with a reason
    LETTERS_VIEW = "letters.view"  # read the registers
    LETTERS_ISSUE = "letters.issue"  # number and issue a letter, record an incoming one
    DELIVERY_PLAN = "delivery.plan"  # plan and prepare a delivery
    DELIVERY_HAND_OVER = "delivery.hand_over"  # hand over and take the proof
    DELIVERY_PAY = "delivery.pay"  # release money
    OBJECTIONS_RECEIVE = "grievances.receive"  # lodge an objection for a person
    OBJECTIONS_DECIDE = "grievances.decide"  # decide an objection one took no part in before
    RATINGS_SEE = "satisfaction.see"  # figures of ratings, five answers at least
    POLICIES_READ = "governance.read"  # the library of policies and bylaws
    POLICIES_EDIT = "governance.edit"  # draft and publish policies
    CATALOGUE_READ = "catalogue.read"  # the services as staff see them
    KNOWLEDGE_EDIT = "knowledge.edit"  # publish draft answers
    OUTBOX_SEE = "messaging.see"  # the outbox and its delivery status
    AUDIT_READ = "audit.read"  # the trail
    SYSTEM_MANAGE = "accounts.manage"  # staff, departments, settings, the sample's clock
